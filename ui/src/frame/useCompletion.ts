import { useEffect, useState } from 'react';
import { type CompletionView, shell } from '../ipc';

/** Suggestions, and the very text and place that they are for. */
export type Suggestions = CompletionView & { text: string; caret: number };

/**
 * What can be typed on at a place of a text; asked for only while it is `wanted`. Until the next answer is there the
 * former one stays, so that nothing flickers; an answer to an older question is dropped.
 */
export function useCompletion(text: string, caret: number, wanted: boolean): Suggestions | undefined {
  const [known, learn] = useState<Suggestions>();
  useEffect(() => {
    if (!wanted) {
      learn(undefined);
      return undefined;
    }
    let late = false;
    shell.completeSearch(text, caret).then(
      (completion) => {
        if (!late) learn({ ...completion, text, caret });
      },
      // Without suggestions one can search as well.
      () => {
        if (!late) learn(undefined);
      },
    );
    return () => {
      late = true;
    };
  }, [text, caret, wanted]);
  return known;
}

/** Whether something was begun that the suggestions would end, so that they come by themselves. */
export function isBegun({ text, caret, from, suggestions }: Suggestions): boolean {
  const begun = text.slice(from, caret);
  const inFilter = /[:,：，]$/.test(text.slice(0, from));
  const done = suggestions.length === 1 && suggestions[0]?.text === begun;
  return (begun !== '' || inFilter) && !done;
}

/** The text with a suggestion in its place, and where one types on. */
export function completed({ text, from, to, suggestions }: Suggestions, at: number) {
  const chosen = suggestions[at];
  if (chosen === undefined) return undefined;
  const rest = text.slice(to);
  // Behind a value a new word begins; behind a filter's colon its value does.
  const space = !chosen.isFilter && rest === '' ? ' ' : '';
  const before = text.slice(0, from) + chosen.text + space;
  // A name that was changed keeps its colon and its values.
  return { text: before + rest, caret: before.length + (chosen.isFilter && /^[:：]/.test(rest) ? 1 : 0) };
}
