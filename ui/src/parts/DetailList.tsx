import type { ReactNode } from 'react';
import classes from './DetailList.module.css';

export type Detail = { term: string; value: ReactNode };

/** Terms and what they are; lines without a value are left out. */
export function DetailList({ details }: { details: readonly (Detail | null)[] }) {
  return (
    <dl className={classes['list']}>
      {details.map((detail) =>
        detail === null || detail.value === null || detail.value === undefined ? null : (
          <div key={detail.term} className={classes['line']}>
            <dt>{detail.term}</dt>
            <dd>{detail.value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
