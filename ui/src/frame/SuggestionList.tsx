import { Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useIntl } from 'react-intl';
import type { SuggestionView } from '../ipc';
import { knownText } from '../words';
import classes from './SuggestionList.module.css';

type SuggestionListProps = {
  id: string;
  suggestions: readonly SuggestionView[];
  /** The place of the one that the keyboard stands on; before the first one it is -1. */
  chosen: number;
  onTake: (at: number) => void;
};

/** What can be typed on, below the search field, which keeps the focus. */
export function SuggestionList({ id, suggestions, chosen, onTake }: SuggestionListProps) {
  const intl = useIntl();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label={intl.formatMessage({ id: 'search.suggestions' })}
      className={classes['list']}
      // A press must not take the focus out of the field.
      onMouseDown={(event) => event.preventDefault()}
    >
      {suggestions.map(({ text, isFilter }, at) => (
        // The field listens to the keyboard for its list (ARIA combobox).
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and the keys
        // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus
        <div
          key={text}
          id={`${id}-${at}`}
          role="option"
          aria-selected={at === chosen}
          className={classes['suggestion']}
          onClick={() => onTake(at)}
        >
          <span className="mono">{text}</span>
          {isFilter ? (
            <Text span size="xs" c="dimmed">
              {knownText(intl, `search.example.${text.replace(':', '')}`, 'search.word', {})}
            </Text>
          ) : null}
        </div>
      ))}
    </div>
  );
}
