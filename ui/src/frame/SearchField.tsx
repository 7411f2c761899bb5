import { Popover, TextInput } from '@mantine/core';
import { useThrottledCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import { KeyHint, useKeys } from '../parts';
import classes from './Frame.module.css';
import { type OrderSearch, SEARCH_FIELD } from './orderSearch';
import { SuggestionList } from './SuggestionList';
import { completed, isBegun, useCompletion } from './useCompletion';

/** A key searches at once; of those that follow sooner (a roll of the fingers, a key held down) the last one does. */
const BURST_MS = 40;

/**
 * The one search: any fragment of any number, name or account, and filters. On the order list it searches while one
 * types; below it stands what can be typed on, after the ARIA combobox pattern.
 */
export function SearchField() {
  const intl = useIntl();
  const field = useRef<HTMLInputElement>(null);
  const { inAddress, onOrders, search } = useSearchPlace();
  const [text, type] = useState(inAddress);
  useEffect(() => {
    if (document.activeElement !== field.current) type(inAddress);
  }, [inAddress]);
  useKeys([
    {
      keys: '/',
      label: intl.formatMessage({ id: 'frame.search' }),
      run: () => {
        field.current?.focus();
        field.current?.select();
      },
    },
  ]);
  const whileTyping = useThrottledCallback((wanted: string) => search(wanted, true), BURST_MS);
  const change = (wanted: string) => {
    type(wanted);
    if (onOrders) whileTyping(wanted);
  };
  const list = useSuggestions(field, text, change);
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || list.press(event)) return;
    if (event.key === 'Escape') field.current?.blur();
  };
  return (
    <search className={classes['search']}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          list.close();
          search(text, onOrders);
          // The hands go on where the answers stand, or will: Enter opens the first, j goes to the next.
          const [main, grid] = ['main', 'main [role="grid"]'].map((one) =>
            document.querySelector<HTMLElement>(one),
          );
          (grid ?? main)?.focus({ preventScroll: true });
        }}
      >
        <Popover
          opened={list.opened}
          width="target"
          position="bottom-start"
          shadow="md"
          withRoles={false}
          transitionProps={{ duration: 0 }}
        >
          <Popover.Target>
            <TextInput
              ref={field}
              id={SEARCH_FIELD}
              role="combobox"
              aria-autocomplete="list"
              aria-expanded={list.opened}
              aria-controls={list.opened ? list.id : undefined}
              aria-activedescendant={list.chosenId}
              autoComplete="off"
              autoCorrect="off"
              autoCapitalize="none"
              spellCheck={false}
              enterKeyHint="search"
              value={text}
              aria-label={intl.formatMessage({ id: 'frame.search' })}
              placeholder={intl.formatMessage({ id: 'frame.search.placeholder' })}
              leftSection={<IconSearch size="1.1em" aria-hidden />}
              rightSection={<KeyHint keys="/" />}
              onChange={(event) => {
                change(event.currentTarget.value);
                list.typed(event.currentTarget.selectionStart ?? event.currentTarget.value.length);
              }}
              onSelect={(event) => list.moved(event.currentTarget.selectionStart ?? 0)}
              onBlur={list.close}
              onKeyDown={press}
            />
          </Popover.Target>
          <Popover.Dropdown p={4}>
            <SuggestionList {...list} onTake={list.take} />
          </Popover.Dropdown>
        </Popover>
      </form>
    </search>
  );
}

/** The text in the address, and the way to another one. */
function useSearchPlace() {
  const navigate = useNavigate();
  const onOrders = useRouterState({ select: ({ location }) => location.pathname.startsWith('/orders') });
  const inAddress = useRouterState({
    select: ({ location }) => (location.search as OrderSearch).text ?? '',
  });
  const search = (wanted: string, replace: boolean) =>
    void navigate({
      to: '/orders',
      replace,
      search: (now) => {
        // Another search begins at its beginning, wherever the list stood.
        const { text: _before, day: _day, ...others } = onOrders ? (now as OrderSearch) : {};
        return wanted.trim() === '' ? others : { ...others, text: wanted.trim() };
      },
    });
  return { inAddress, onOrders, search };
}

/** What can be typed on: shown once something was begun, or when the arrow asks for it. */
function useSuggestions(
  field: React.RefObject<HTMLInputElement | null>,
  text: string,
  change: (text: string) => void,
) {
  const id = useId();
  const [caret, move] = useState(0);
  const [state, set] = useState<'closed' | 'typing' | 'asked'>('closed');
  const [chosen, choose] = useState(-1);
  const known = useCompletion(text, caret, state !== 'closed');
  const fresh = known !== undefined && known.text === text && known.caret === caret;
  const opened = known !== undefined && known.suggestions.length > 0 && (state === 'asked' || isBegun(known));
  const count = opened ? known.suggestions.length : 0;
  // React has written the completed text by then.
  const caretTo = useRef<number>(undefined);
  useLayoutEffect(() => {
    if (caretTo.current === undefined) return;
    field.current?.setSelectionRange(caretTo.current, caretTo.current);
    caretTo.current = undefined;
  });
  const close = () => {
    set('closed');
    choose(-1);
  };
  const take = (at: number) => {
    // What stands there may still be for an older text: then nothing is written.
    const next = known !== undefined && fresh ? completed(known, at) : undefined;
    if (next === undefined) return;
    const isFilter = known?.suggestions[at]?.isFilter === true;
    change(next.text);
    caretTo.current = next.caret;
    move(next.caret);
    choose(-1);
    set(isFilter ? 'asked' : 'closed');
  };
  /** Whether the list had a meaning for the key. */
  const press = (event: KeyboardEvent): boolean => {
    const act: (() => void) | undefined = {
      ArrowDown: opened ? () => choose((at) => (at + 1) % count) : () => set('asked'),
      ArrowUp: opened ? () => choose((at) => (at <= 0 ? count : at) - 1) : undefined,
      Enter: opened && chosen >= 0 ? () => take(chosen) : undefined,
      Tab: opened && chosen >= 0 && !event.shiftKey ? () => take(chosen) : undefined,
      Escape: opened ? close : undefined,
    }[event.key];
    if (act === undefined || event.altKey || event.ctrlKey || event.metaKey) return false;
    event.preventDefault();
    act();
    return true;
  };
  return {
    id,
    opened,
    suggestions: opened ? known.suggestions : [],
    chosen,
    chosenId: opened && chosen >= 0 ? `${id}-${chosen}` : undefined,
    take,
    close,
    press,
    typed: (at: number) => {
      move(at);
      choose(-1);
      set('typing');
    },
    moved: (at: number) => {
      if (at === caret) return;
      move(at);
      choose(-1);
    },
  };
}
