import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import { KeyHint, useKeys } from '../parts';
import classes from './Frame.module.css';

const TYPING_MS = 60;

/** The one search: any fragment of any number, name or account. On the order list it searches while one types. */
export function SearchField() {
  const intl = useIntl();
  const navigate = useNavigate();
  const field = useRef<HTMLInputElement>(null);
  const onOrders = useRouterState({ select: ({ location }) => location.pathname.startsWith('/orders') });
  const inAddress = useRouterState({
    select: ({ location }) => (location.search as { text?: string }).text ?? '',
  });
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
  const search = (wanted: string, replace: boolean) =>
    void navigate({
      to: '/orders',
      replace,
      search: (now) => {
        const { text: _before, ...others } = onOrders ? (now as { text?: string }) : {};
        return wanted.trim() === '' ? others : { ...others, text: wanted.trim() };
      },
    });
  const whileTyping = useDebouncedCallback((wanted: string) => search(wanted, true), TYPING_MS);
  return (
    <search className={classes['search']}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          whileTyping.cancel();
          search(text, onOrders);
        }}
      >
        <TextInput
          ref={field}
          type="search"
          value={text}
          aria-label={intl.formatMessage({ id: 'frame.search' })}
          placeholder={intl.formatMessage({ id: 'frame.search.placeholder' })}
          leftSection={<IconSearch size="1.1em" aria-hidden />}
          rightSection={<KeyHint keys="/" />}
          onChange={(event) => {
            type(event.currentTarget.value);
            if (onOrders) whileTyping(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') field.current?.blur();
          }}
        />
      </form>
    </search>
  );
}
