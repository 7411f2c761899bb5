import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import { type AccountView, keys, shell } from '../../../ipc';
import { amountText } from '../../../parts';

type DayCeilingProps = {
  account: AccountView;
  value: string | null;
  error: string | null;
  onChange: (text: string) => void;
};

/** The most that the payouts of one day may come to, with what they come to so far. */
export function DayCeiling({ account, value, error, onChange }: DayCeilingProps) {
  const intl = useIntl();
  const today = usePaidToday(account);
  return (
    <TextInput
      label={intl.formatMessage({ id: 'settings.field.day_ceiling' })}
      description={
        <>
          {intl.formatMessage({ id: 'settings.field.day_ceiling.help' })} {today}
        </>
      }
      inputMode="decimal"
      rightSection={account.currency}
      rightSectionWidth="3.5rem"
      value={value ?? ''}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** What today's payouts come to, as a sentence; nothing before it is known. */
export function usePaidToday({ id, currency }: AccountView): string | null {
  const intl = useIntl();
  const paid = useQuery({
    queryKey: keys.paidToday(id),
    queryFn: () => shell.paidToday(id),
    // It changes with every payout and with the day; looking is cheap and local.
    staleTime: 0,
  }).data;
  if (paid === undefined) return null;
  const money = (value: string) => `${amountText(intl.locale, value)} ${currency}`;
  return intl.formatMessage(
    { id: 'settings.field.day_ceiling.today' },
    { sent: money(paid.sent), waiting: money(paid.waiting) },
  );
}
