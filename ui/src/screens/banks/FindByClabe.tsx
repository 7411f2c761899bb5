import { Anchor, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import {
  type AccountView,
  type BankView,
  type DraftRequest,
  type MarketView,
  useDraftReport,
} from '../../ipc';
import { bankNamed, fieldByRole } from '../draft';
import { digitsOf, isClabe } from '../draft/numbers';

type FindByClabeProps = {
  account: AccountView;
  market: MarketView;
  banks: readonly BankView[];
  onShow: (search: string) => void;
};

/** Which bank a CLABE belongs to; only where accounts are CLABEs. The reading is Rust's, as for a payout. */
export function FindByClabe({ account, market, banks, onShow }: FindByClabeProps) {
  const intl = useIntl();
  const [typed, type] = useState('');
  const digits = digitsOf(typed);
  const payout = market.products.find(({ product }) => product === 'payout');
  const field = payout && fieldByRole(payout, 'payee_account');
  const rule = field?.digitsWhen.find((other) => other.digits === 18);
  const draft: DraftRequest | undefined =
    payout === undefined || field === undefined || rule === undefined || digits.length !== 18
      ? undefined
      : {
          product: 'payout',
          channel: payout.channels[0]?.value ?? null,
          // Any amount that can be read; nothing is made of this draft.
          amount: payout.min ?? '100',
          fields: { [rule.field]: rule.value, [field.name]: digits },
        };
  const report = useDraftReport(account.id, draft);
  if (rule === undefined) return null;
  const name = draft === undefined ? null : (report.data?.bankByAccount ?? null);
  const found = name === null ? undefined : bankNamed(banks, name);
  return (
    <div>
      <TextInput
        label={intl.formatMessage({ id: 'banks.by_clabe' })}
        inputMode="numeric"
        autoComplete="off"
        w="15rem"
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
      />
      <Text size="sm" role="status" component="div">
        {draft === undefined || report.isPending
          ? null
          : name === null
            ? intl.formatMessage({ id: 'banks.by_clabe.unknown' })
            : intl.formatMessage({ id: 'banks.by_clabe.found' }, { name })}{' '}
        {draft !== undefined && !isClabe(digits)
          ? intl.formatMessage({ id: 'payout.check.digit_odd' })
          : null}
        {found === undefined ? null : (
          <Anchor component="button" type="button" size="sm" onClick={() => onShow(found.name)}>
            {intl.formatMessage({ id: 'banks.by_clabe.show' })}
          </Anchor>
        )}
      </Text>
    </div>
  );
}
