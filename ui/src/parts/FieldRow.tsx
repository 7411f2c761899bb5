import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './FieldRow.module.css';

/** A setting: what it is and does at the left, its control at the right; below one another when it is narrow. */
export function FieldRow({
  title,
  help,
  children,
}: {
  title: string;
  help?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={classes['row']}>
      <div>
        <Text size="sm" fw={600}>
          {title}
        </Text>
        {help === undefined ? null : (
          <Text size="xs" c="dimmed" component="div">
            {help}
          </Text>
        )}
      </div>
      <div>{children}</div>
    </div>
  );
}
