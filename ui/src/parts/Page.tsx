import { Group, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import classes from './Page.module.css';

type PageProps = {
  title: string;
  /** One line below the title. */
  lead?: ReactNode;
  /** Buttons at the right of the title. */
  actions?: ReactNode;
  /** `reading` keeps forms and texts narrow, `full` fills the window and scrolls inside (tables). */
  width?: 'reading' | 'wide' | 'full';
  children: ReactNode;
};

/** A screen: its title, its actions, its content. */
export function Page({ title, lead, actions, width = 'wide', children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Counterfoil`;
  }, [title]);
  return (
    <div className={classes['page']} data-width={width}>
      <Group justify="space-between" align="flex-start" gap="sm" className={classes['head'] ?? ''}>
        <div>
          <Title order={1}>{title}</Title>
          {lead === undefined ? null : (
            <Text size="sm" c="dimmed" component="div">
              {lead}
            </Text>
          )}
        </div>
        {actions === undefined ? null : <Group gap="xs">{actions}</Group>}
      </Group>
      <div className={classes['body']}>{children}</div>
    </div>
  );
}
