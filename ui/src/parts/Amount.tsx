import { Text, type TextProps } from '@mantine/core';
import { useIntl } from 'react-intl';
import classes from './Amount.module.css';
import { amountText, type DecimalText } from './amountText';

type AmountProps = TextProps & {
  value: DecimalText | null | undefined;
  currency: string;
};

/** An amount with its currency, in figures that stand under one another. */
export function Amount({ value, currency, ...rest }: AmountProps) {
  const intl = useIntl();
  if (value === null || value === undefined) {
    return (
      <Text span inherit c="dimmed" {...rest}>
        {intl.formatMessage({ id: 'parts.none' })}
      </Text>
    );
  }
  return (
    <Text span inherit className={classes['amount'] ?? ''} {...rest}>
      {amountText(intl.locale, value)}
      <span className={classes['currency']}> {currency}</span>
    </Text>
  );
}
