import { CloseButton, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { type IntlShape, useIntl } from 'react-intl';
import { SEARCH_FIELD } from '../../../frame/orderSearch';
import type { SearchReading as Reading, SearchMistake, SearchPart } from '../../../ipc';
import { knownText } from '../../../words';
import frame from '../Orders.module.css';
import { useOrderPlace } from '../useOrderPlace';
import { SetChip } from './FilterButton';
import { chipOf, textWithout, useHeldReading } from './reading';
import classes from './SearchReading.module.css';
import { useListedOrders } from './useListedOrders';
import { valueText } from './valueText';

/**
 * How the typed text was read: its parts as chips with a cross each, and in sentences what of it was left out, what
 * was perhaps meant otherwise, and whether the list is still being looked for. What is given stands behind the chips.
 */
export function SearchReading({ children = null }: { children?: ReactNode }) {
  const intl = useIntl();
  const { search, filter } = useOrderPlace();
  const orders = useListedOrders();
  const { text, reading, settled } = useHeldReading(orders);
  const looking = useLookingFurther(orders);
  const whole = useRef<HTMLDivElement>(null);
  const remove = (part: SearchPart) => {
    const left = textWithout(text, reading?.parts ?? [], part);
    void filter({ text: left === '' ? undefined : left });
    // The cross goes with its chip: the keyboard stays among the chips.
    whole.current?.focus();
  };
  const searching = search.text !== undefined;
  const parts = searching ? (reading?.parts ?? []) : [];
  const sentences = searching && reading !== undefined ? sentencesOf(intl, text, reading) : [];
  return (
    <div ref={whole} className={classes['reading']} tabIndex={-1}>
      {parts.length > 0 || searching || children !== null ? (
        <div className={classes['row']}>
          {parts.length > 0 ? (
            <ul className={classes['parts']} aria-label={intl.formatMessage({ id: 'search.parts' })}>
              {parts.map((part) => (
                <PartChip
                  key={`${part.from}-${part.to}`}
                  text={text}
                  part={part}
                  onRemove={settled ? () => remove(part) : undefined}
                />
              ))}
            </ul>
          ) : searching ? (
            <SetChip
              label={intl.formatMessage({ id: 'orders.filter.text' })}
              value={search.text ?? ''}
              onClear={() => void filter({ text: undefined })}
            />
          ) : null}
          {children}
        </div>
      ) : null}
      <div role="status" aria-live="polite" className={classes['said']}>
        {sentences.map(({ key, stretch, sentence }) => (
          <Text key={key} size="sm">
            <bdi className={classes['stretch']}>
              {intl.formatMessage({ id: 'search.quoted' }, { stretch })}
            </bdi>{' '}
            {sentence}
          </Text>
        ))}
        {orders.data?.pages.some(({ sortedByTime }) => sortedByTime) ? (
          <Text size="sm">{intl.formatMessage({ id: 'search.sorted_by_time' })}</Text>
        ) : null}
        {looking ? (
          <Text size="sm" c="dimmed">
            {intl.formatMessage({ id: 'search.looking' })}
          </Text>
        ) : null}
      </div>
    </div>
  );
}

type Orders = ReturnType<typeof useListedOrders>;

/**
 * Whether the search still goes on beyond what was found in a moment. As long as it has found nothing it is asked on
 * here; with rows in sight the list asks on by itself, as far as one scrolls.
 */
function useLookingFurther(orders: Orders): boolean {
  const { data, rows, hasNextPage, isFetching, isPlaceholderData, isFetchNextPageError, fetchNextPage } =
    orders;
  const unfinished = !isPlaceholderData && hasNextPage && data?.pages.at(-1)?.looking === true;
  const nothingYet = rows.length === 0;
  const goOn = unfinished && nothingYet && !isFetching && !isFetchNextPageError;
  // From each page once: a quick one may be there before anybody saw that it was being fetched.
  const from = goOn ? data.pages.length : undefined;
  useEffect(() => {
    if (from !== undefined) void fetchNextPage();
  }, [from, fetchNextPage]);
  return unfinished && !isFetchNextPageError && (nothingYet || isFetching);
}

type PartChipProps = { text: string; part: SearchPart; onRemove: (() => void) | undefined };

/** A part as a chip: its face leads to where it stands in the search field, its cross takes it away. */
function PartChip({ text, part, onRemove }: PartChipProps) {
  const intl = useIntl();
  const { not, values } = chipOf(text, part);
  const what = filterInWords(intl, part.filter);
  const value = values.map((one) => valueText(intl, part.filter, one)).join(', ');
  return (
    <li
      className={`${frame['chip']} ${classes['part']}`}
      data-set={part.counts || undefined}
      data-left-out={!part.counts || undefined}
    >
      <UnstyledButton
        className={frame['chipText'] ?? ''}
        title={intl.formatMessage({ id: 'search.chip.edit' })}
        onClick={() => selectInSearch(part.from, part.to)}
      >
        {intl.formatMessage(
          { id: not ? 'search.chip.not' : 'search.chip' },
          { what, value: <bdi key="value">{value}</bdi> },
        )}
        {part.counts ? null : (
          <VisuallyHidden> {intl.formatMessage({ id: 'search.chip.left_out' })}</VisuallyHidden>
        )}
      </UnstyledButton>
      <CloseButton
        size="sm"
        aria-label={intl.formatMessage({ id: 'search.chip.remove' }, { what, value })}
        disabled={onRemove === undefined}
        onClick={onRemove}
      />
    </li>
  );
}

/** Puts the keyboard into the search field, on a stretch of its text: what is typed takes its place. */
function selectInSearch(from: number, to: number): void {
  const field = document.getElementById(SEARCH_FIELD);
  if (!(field instanceof HTMLInputElement)) return;
  field.focus();
  field.setSelectionRange(from, to);
}

/** What is told of a reading: first what was left out, then what was perhaps meant otherwise. */
function sentencesOf(intl: IntlShape, text: string, { mistakes, hints }: Reading) {
  return [
    ...mistakes.map((mistake) => ({ kind: 'mistake' as const, ...mistake })),
    ...hints.map((hint) => ({ kind: 'hint' as const, ...hint })),
  ].map((one, at) => ({
    key: `${at}-${one.kind}-${one.code}`,
    stretch: shortened(text.slice(one.from, one.to)),
    sentence: sentenceOf(intl, one.kind, one),
  }));
}

/** The sentence of a mistake or hint. */
export function sentenceOf(
  intl: IntlShape,
  kind: 'mistake' | 'hint',
  { code, details }: Pick<SearchMistake, 'code' | 'details'>,
): string {
  const { filter } = details;
  return knownText(intl, `search.${kind}.${code}`, `search.${kind}`, {
    near: 'none',
    ...details,
    ...(filter === undefined ? {} : { filter: filterInWords(intl, filter) }),
  });
}

/** A filter’s name in words; none for a word, and for a filter that this window does not know. */
export const filterInWords = (intl: IntlShape, filter: string | null): string =>
  filter === null
    ? intl.formatMessage({ id: 'search.word' })
    : knownText(intl, `search.filter.${filter}`, 'search.word');

const LONGEST = 60;

/** A stretch that can be quoted: the rest of a far too long text is not read out. */
const shortened = (stretch: string): string =>
  [...stretch].length <= LONGEST ? stretch : `${[...stretch].slice(0, LONGEST).join('')}…`;
