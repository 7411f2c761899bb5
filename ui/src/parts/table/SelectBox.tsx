import { useEffect, useRef } from 'react';
import classes from './VirtualTable.module.css';

type SelectBoxProps = {
  name: string;
  extent: 'none' | 'some' | 'all';
  /** In a row the table itself listens for the press: it knows of Shift. */
  onToggle?: () => void;
  /** Whether Tab stops here; the boxes of the rows have the space bar instead. */
  stop?: boolean;
};

/** A box as light as they come: there is one in every row that scrolls by. */
export function SelectBox({ name, extent, onToggle, stop = false }: SelectBoxProps) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = extent === 'some';
  }, [extent]);
  return (
    <input
      ref={box}
      type="checkbox"
      aria-label={name}
      tabIndex={stop ? 0 : -1}
      checked={extent === 'all'}
      className={classes['tick']}
      onChange={() => onToggle?.()}
    />
  );
}
