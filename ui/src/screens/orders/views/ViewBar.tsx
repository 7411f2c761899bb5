import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import {
  IconArrowLeft,
  IconArrowRight,
  IconBookmarkPlus,
  IconDeviceFloppy,
  IconDots,
  IconPencil,
  IconSparkles,
  IconTrash,
} from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import { type CountView, type SavedViewView, useFreshCounts, useSearchCounts } from '../../../ipc';
import { KeyHint, useKeys } from '../../../parts';
import { useScope } from '../../../session/scope';
import { Count } from '../list/ChoiceFilter';
import type { OrderColumns } from '../list/useOrderColumns';
import { useOrderPlace } from '../useOrderPlace';
import { starters } from './starters';
import { useViews, type Views } from './useViews';
import classes from './ViewBar.module.css';
import { useProposedName, ViewDialog } from './ViewDialog';

/** Views that have a key: 1 to 9. */
const KEYS = 9;

/** The saved views above the list: opened by a press or by their keys, each with its count. */
export function ViewBar({ columns }: { columns: OrderColumns }) {
  const intl = useIntl();
  const { search } = useOrderPlace();
  const { accountId } = useScope();
  const views = useViews(columns);
  const counts = useSearchCounts(views.views.map(({ query }) => ({ text: query, accountId })));
  const [naming, name] = useState<'new' | 'rename'>();
  const list = useRef<HTMLUListElement>(null);
  useFreshCounts();
  useViewKeys(views);
  const proposed = useProposedName();
  const open = views.views[views.at];
  const others = views.views.filter((view) => naming === 'new' || view !== open);
  const isPlain = search.text === undefined && search.sort === undefined;
  return (
    <nav className={classes['bar']} aria-label={intl.formatMessage({ id: 'views' })}>
      <ul ref={list} className={classes['views']}>
        <li className={classes['view']} data-open={(open === undefined && isPlain) || undefined}>
          <button
            type="button"
            className={classes['face']}
            aria-current={open === undefined && isPlain ? 'true' : undefined}
            onClick={() => views.open()}
          >
            <KeyHint keys="0" />
            {intl.formatMessage({ id: 'views.all' })}
          </button>
        </li>
        {views.views.map((view, at) => (
          <ViewTab
            key={view.name}
            view={view}
            at={at}
            count={counts[at]}
            views={views}
            onRename={() => name('rename')}
            onRemoved={() => list.current?.querySelector('button')?.focus()}
          />
        ))}
      </ul>
      <div className={classes['actions']}>
        {views.changed ? (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconDeviceFloppy size="1.1em" aria-hidden />}
            onClick={() => void views.overwrite()}
          >
            {intl.formatMessage({ id: 'views.overwrite' })}
          </Button>
        ) : null}
        {isPlain || (open !== undefined && !views.changed) ? null : (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconBookmarkPlus size="1.1em" aria-hidden />}
            onClick={() => name('new')}
          >
            {intl.formatMessage({ id: 'views.save' })}
          </Button>
        )}
        {views.views.length === 0 && isPlain ? (
          <Tooltip
            label={starters(intl)
              .map((view) => view.name)
              .join(' · ')}
          >
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<IconSparkles size="1.1em" aria-hidden />}
              onClick={() => void views.add(starters(intl))}
            >
              {intl.formatMessage({ id: 'views.starters' })}
            </Button>
          </Tooltip>
        ) : null}
      </div>
      <ViewDialog
        key={naming ?? ''}
        opened={naming !== undefined}
        isNew={naming === 'new'}
        proposed={naming === 'rename' ? (open?.name ?? '') : proposed}
        taken={others.map((view) => view.name)}
        onClose={() => name(undefined)}
        onNamed={(chosen) => {
          name(undefined);
          if (naming === 'new') void views.save(chosen);
          else if (open !== undefined) void views.rename(open.name, chosen);
        }}
      />
    </nav>
  );
}

type ViewTabProps = {
  view: SavedViewView;
  at: number;
  count: CountView | undefined;
  views: Views;
  onRename: () => void;
  onRemoved: () => void;
};

/** One view; once it is open, what can be done with it stands beside it. */
function ViewTab({ view, at, count, views, onRename, onRemoved }: ViewTabProps) {
  const intl = useIntl();
  const isOpen = at === views.at;
  const item = (
    id: 'rename' | 'earlier' | 'later' | 'overwrite',
    Sign: typeof IconPencil,
    run: () => void,
    disabled = false,
  ) => (
    <Menu.Item leftSection={<Sign size="1.1em" aria-hidden />} disabled={disabled} onClick={run}>
      {intl.formatMessage({ id: `views.${id}` })}
    </Menu.Item>
  );
  return (
    <li className={classes['view']} data-open={isOpen || undefined}>
      <button
        type="button"
        className={classes['face']}
        title={view.name}
        aria-current={isOpen ? 'true' : undefined}
        onClick={() => views.open(view)}
      >
        {at < KEYS ? <KeyHint keys={String(at + 1)} /> : null}
        <bdi className={classes['name']}>{view.name}</bdi>
        {isOpen && views.changed ? (
          <span className={classes['changed']}>{intl.formatMessage({ id: 'views.changed' })}</span>
        ) : null}
        <Count of={count} />
      </button>
      {isOpen ? (
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <ActionIcon size="sm" aria-label={intl.formatMessage({ id: 'views.menu' }, { name: view.name })}>
              <IconDots size="1.1em" aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {item('overwrite', IconDeviceFloppy, () => void views.overwrite(), !views.changed)}
            {item('rename', IconPencil, onRename)}
            {item('earlier', IconArrowLeft, () => void views.move(at, at - 1), at === 0)}
            {item('later', IconArrowRight, () => void views.move(at, at + 1), at === views.views.length - 1)}
            <Menu.Divider />
            <Menu.Item
              leftSection={<IconTrash size="1.1em" aria-hidden />}
              onClick={() => void views.remove(view).then(onRemoved)}
            >
              {intl.formatMessage({ id: 'views.delete' })}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </li>
  );
}

/** 1 to 9 open the first views, 0 all orders. */
function useViewKeys({ views, open }: Views): void {
  const intl = useIntl();
  useKeys([
    { keys: '0', label: intl.formatMessage({ id: 'views.all.orders' }), run: () => open() },
    ...views.slice(0, KEYS).map((view, at) => ({
      keys: String(at + 1),
      label: intl.formatMessage({ id: 'views.open' }, { name: view.name }),
      run: () => open(view),
    })),
  ]);
}
