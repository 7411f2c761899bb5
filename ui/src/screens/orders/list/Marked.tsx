import { createContext, useContext } from 'react';
import { type MarkedColumn, type Needles, needlesOf, stretches } from './needles';

const Sought = createContext<Needles>(needlesOf(undefined));

/** Within it, cells mark what is searched for. */
export const SoughtProvider = Sought.Provider;

/** A cell's text with what is searched for marked in it. */
export function Marked({ column, children: text }: { column: MarkedColumn; children: string }) {
  const needles = useContext(Sought)[column];
  if (needles.length === 0) return text;
  return stretches(text, needles).map(({ at, text: stretch, hit }) =>
    hit ? <mark key={at}>{stretch}</mark> : <span key={at}>{stretch}</span>,
  );
}
