import { Checkbox, Fieldset, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import {
  type AccountChanges,
  type AccountView,
  keys,
  type LimitView,
  type MarketView,
  shell,
  useCommand,
} from '../../../ipc';
import { amountText, Dialog } from '../../../parts';
import { Failure } from '../../../words';
import { GuardFields, isGuardError, useGuard } from '../../guard';
import { DayCeiling } from './DayCeiling';
import { fieldError } from './fieldError';

type EditAccountProps = { account: AccountView; market: MarketView | undefined; onClose: () => void };

/** What can change: never the gateway, the market, the address, or live and practice. */
export function EditAccount({ account, market, onClose }: EditAccountProps) {
  const intl = useIntl();
  const [changes, change] = useState<AccountChanges>({
    name: account.name,
    notifyUrl: account.notifyUrl,
    payoutCeiling: account.payoutCeiling,
    dayCeiling: account.dayCeiling,
    limits: account.limits,
    signInLowerCase: account.signInLowerCase,
    amountAsText: account.amountAsText,
  });
  const set = (more: Partial<AccountChanges>) => change((before) => ({ ...before, ...more }));
  const guard = useGuard();
  // Whether a ceiling is raised is found in Rust: the passphrase is asked for when it says so.
  const [guarded, askForGuard] = useState(false);
  const edit = useCommand(
    async (wanted: AccountChanges) =>
      shell.editAccount(account.id, wanted, guard.given === '' ? null : await guard.take()),
    [keys.accounts, keys.appState],
  );
  const setLimit = (limit: LimitView) =>
    set({
      limits: [
        ...changes.limits.filter(({ product }) => product !== limit.product),
        ...(limit.min === null && limit.max === null ? [] : [limit]),
      ],
    });
  return (
    <Dialog
      opened
      size="lg"
      onClose={onClose}
      title={intl.formatMessage({ id: 'settings.edit.title' }, { name: account.name })}
      confirm={intl.formatMessage({ id: 'settings.edit.confirm' })}
      busy={edit.isPending}
      disabled={changes.name.trim() === '' || (guard.given !== '' && !guard.ready)}
      onConfirm={() =>
        edit.mutate(changes, {
          onSuccess: onClose,
          onError: (error) => {
            if (isGuardError(error)) askForGuard(true);
          },
        })
      }
    >
      <TextInput
        label={intl.formatMessage({ id: 'settings.field.name' })}
        required
        maxLength={80}
        value={changes.name}
        error={fieldError(intl, edit.error, 'name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
        data-autofocus
      />
      <TextInput
        label={intl.formatMessage({ id: 'settings.field.notify_url' })}
        spellCheck={false}
        value={changes.notifyUrl ?? ''}
        error={fieldError(intl, edit.error, 'notifyUrl')}
        onChange={(event) => set({ notifyUrl: textOrNone(event.currentTarget.value) })}
      />
      <TextInput
        label={intl.formatMessage({ id: 'settings.field.ceiling' })}
        description={intl.formatMessage({ id: 'settings.field.ceiling.help' })}
        inputMode="decimal"
        rightSection={account.currency}
        rightSectionWidth="3.5rem"
        value={changes.payoutCeiling ?? ''}
        error={fieldError(intl, edit.error, 'payoutCeiling')}
        onChange={(event) => set({ payoutCeiling: textOrNone(event.currentTarget.value) })}
      />
      <DayCeiling
        account={account}
        value={changes.dayCeiling}
        error={fieldError(intl, edit.error, 'dayCeiling')}
        onChange={(text) => set({ dayCeiling: textOrNone(text) })}
      />
      {(market?.products ?? []).map(({ product, min, max }) => {
        const limit = changes.limits.find((own) => own.product === product) ?? {
          product,
          min: null,
          max: null,
        };
        const name = intl.formatMessage({ id: `words.product.${product}` });
        return (
          <Fieldset
            key={product}
            legend={intl.formatMessage({ id: 'settings.limits.of' }, { product: name })}
          >
            <Group grow align="flex-end">
              {(['min', 'max'] as const).map((end) => {
                const printed = end === 'min' ? min : max;
                return (
                  <TextInput
                    key={end}
                    label={intl.formatMessage({ id: `settings.limits.${end}` })}
                    inputMode="decimal"
                    placeholder={printed === null ? '' : amountText(intl.locale, printed)}
                    value={limit[end] ?? ''}
                    error={fieldError(intl, edit.error, end)}
                    onChange={(event) => setLimit({ ...limit, [end]: textOrNone(event.currentTarget.value) })}
                  />
                );
              })}
            </Group>
          </Fieldset>
        );
      })}
      {market?.family === 'cashy' ? (
        <>
          <Checkbox
            label={intl.formatMessage({ id: 'settings.field.sign_lower' })}
            description={intl.formatMessage({ id: 'settings.field.odd.help' })}
            checked={changes.signInLowerCase}
            onChange={(event) => set({ signInLowerCase: event.currentTarget.checked })}
          />
          <Checkbox
            label={intl.formatMessage({ id: 'settings.field.amount_text' })}
            description={intl.formatMessage({ id: 'settings.field.odd.help' })}
            checked={changes.amountAsText}
            onChange={(event) => set({ amountAsText: event.currentTarget.checked })}
          />
        </>
      ) : null}
      {edit.isError ? <Failure error={edit.error} /> : null}
      {guarded ? (
        <GuardFields
          guard={guard}
          why={intl.formatMessage({ id: 'guard.why.raise' })}
          error={edit.error}
          focus
        />
      ) : null}
    </Dialog>
  );
}

const textOrNone = (text: string): string | null => (text.trim() === '' ? null : text.trim());
