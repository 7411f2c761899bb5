import type { CSSProperties } from 'react';
import { useIntl } from 'react-intl';
import classes from './Amount.module.css';
import { amountText, type DecimalText } from './amountText';

type AmountProps = {
  value: DecimalText | null | undefined;
  currency: string;
  size?: 'sm' | 'lg';
  fw?: number;
  c?: string;
  className?: string;
};

/**
 * An amount with its currency, in figures that stand under one another. Plain elements: lists show hundreds, and
 * Mantine's cost several times as much.
 */
export function Amount({ value, currency, size, fw, c, className = '' }: AmountProps) {
  const intl = useIntl();
  const style: CSSProperties = {
    ...(size === undefined ? {} : { fontSize: `var(--mantine-font-size-${size})` }),
    ...(fw === undefined ? {} : { fontWeight: fw }),
    ...(c === undefined ? {} : { color: c }),
  };
  if (value === null || value === undefined) {
    return (
      <span className={`${classes['none']} ${className}`} style={style}>
        {intl.formatMessage({ id: 'parts.none' })}
      </span>
    );
  }
  return (
    <span className={`${classes['amount']} ${className}`} style={style}>
      {amountText(intl.locale, value)}
      <span className={classes['currency']}> {currency}</span>
    </span>
  );
}
