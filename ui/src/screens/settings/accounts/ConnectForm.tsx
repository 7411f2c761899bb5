import { Alert, Button, Checkbox, Group, PasswordInput, Stack, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import {
  type AccountView,
  type ConnectRequest,
  keys,
  type MarketView,
  shell,
  useCommand,
} from '../../../ipc';
import { useVaultDialog } from '../../../session/vault';
import { Failure } from '../../../words';
import { readAddress } from './address';
import { ConnectionResult } from './ConnectionResult';
import { credentialNames } from './credentials';
import { fieldError } from './fieldError';
import { MarketSelect } from './MarketSelect';

type Form = {
  name: string;
  baseUrl: string;
  host: string;
  keyId: string;
  secret: string;
  notifyUrl: string;
  keyIsNew: boolean;
};

const empty: Form = {
  name: '',
  baseUrl: '',
  host: '',
  keyId: '',
  secret: '',
  notifyUrl: '',
  keyIsNew: false,
};

/** A new account: the market first, then only the fields that its gateway has. */
export function ConnectForm({
  onDone,
  onCancel,
}: {
  onDone: (account: AccountView) => void;
  onCancel: () => void;
}) {
  const intl = useIntl();
  const vault = useVaultDialog();
  const [market, choose] = useState<MarketView>();
  const [form, change] = useState(empty);
  const test = useCommand((request: ConnectRequest) => shell.testConnection({ what: 'new', value: request }));
  const connect = useCommand(
    (request: ConnectRequest) => shell.connectAccount(request),
    [keys.accounts, keys.appState, keys.statusLine, keys.overview],
  );
  const set = (changes: Partial<Form>) => {
    change((before) => ({ ...before, ...changes }));
    test.reset();
    connect.reset();
  };
  if (market === undefined) {
    return (
      <Stack gap="md">
        <MarketSelect value={null} onChange={choose} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {intl.formatMessage({ id: 'parts.cancel' })}
          </Button>
        </Group>
      </Stack>
    );
  }
  const address = readAddress(form.baseUrl);
  const complete =
    form.name.trim() !== '' &&
    form.keyId.trim() !== '' &&
    form.secret !== '' &&
    (!market.notifyUrlRequired || form.notifyUrl.trim() !== '') &&
    (address.kind === 'encrypted' ||
      address.kind === 'loopback' ||
      (address.kind === 'open' && form.host.trim() === address.host));
  const request = (): ConnectRequest => ({
    name: form.name.trim(),
    marketId: market.id,
    baseUrl: form.baseUrl.trim(),
    insecureHostTyped: address.kind === 'open' ? form.host.trim() : null,
    keyId: form.keyId.trim(),
    // Pasted secrets bring line ends and spaces with them; none has any inside.
    secret: form.secret.trim(),
    notifyUrl: form.notifyUrl.trim() === '' ? null : form.notifyUrl.trim(),
    keyIsNew: form.keyIsNew,
  });
  const submit = () =>
    vault.needToKeep(() =>
      connect.mutate(request(), {
        onSuccess: (account) => {
          change(empty);
          onDone(account);
        },
      }),
    );
  const atField = (field: Parameters<typeof fieldError>[2]) =>
    fieldError(intl, connect.error ?? test.error, field);
  const names = credentialNames[market.family];
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (complete && !connect.isPending) submit();
      }}
    >
      <Stack gap="md">
        <MarketSelect value={market.id} onChange={choose} />
        {market.confirmed ? null : (
          <Alert variant="outline" color="yellow.8" icon={<IconAlertTriangle aria-hidden />}>
            {intl.formatMessage({ id: 'settings.markets.unconfirmed.help' })}
          </Alert>
        )}
        <TextInput
          label={intl.formatMessage({ id: 'settings.field.name' })}
          description={intl.formatMessage({ id: 'settings.field.name.help' })}
          required
          maxLength={80}
          value={form.name}
          error={atField('name')}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <AddressField value={form.baseUrl} host={form.host} error={atField('baseUrl')} onChange={set} />
        <TextInput
          label={intl.formatMessage({ id: names.keyId })}
          required
          autoComplete="off"
          spellCheck={false}
          classNames={{ input: 'mono' }}
          value={form.keyId}
          error={atField('keyId')}
          onChange={(event) => set({ keyId: event.currentTarget.value })}
        />
        <PasswordInput
          label={intl.formatMessage({ id: names.secret })}
          description={intl.formatMessage({ id: 'settings.field.secret.help' })}
          required
          autoComplete="off"
          spellCheck={false}
          visibilityToggleButtonProps={{ 'aria-label': intl.formatMessage({ id: 'frame.vault.show' }) }}
          value={form.secret}
          error={atField('secret')}
          onChange={(event) => set({ secret: event.currentTarget.value })}
        />
        <Checkbox
          label={intl.formatMessage({ id: 'settings.field.key_is_new' })}
          description={intl.formatMessage({ id: 'settings.field.key_is_new.help' })}
          checked={form.keyIsNew}
          onChange={(event) => set({ keyIsNew: event.currentTarget.checked })}
        />
        <TextInput
          label={intl.formatMessage({ id: 'settings.field.notify_url' })}
          description={intl.formatMessage({
            id: market.notifyUrlRequired
              ? 'settings.field.notify_url.required'
              : 'settings.field.notify_url.help',
          })}
          required={market.notifyUrlRequired}
          placeholder="https://"
          spellCheck={false}
          value={form.notifyUrl}
          error={atField('notifyUrl')}
          onChange={(event) => set({ notifyUrl: event.currentTarget.value })}
        />
        {test.data === undefined ? null : <ConnectionResult report={test.data} />}
        {test.isError ? <Failure error={test.error} onAgain={() => test.mutate(request())} /> : null}
        {connect.isError ? <Failure error={connect.error} onAgain={submit} /> : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            {intl.formatMessage({ id: 'parts.cancel' })}
          </Button>
          <Button
            variant="default"
            disabled={!complete}
            loading={test.isPending}
            onClick={() => test.mutate(request())}
          >
            {intl.formatMessage({ id: 'settings.test' })}
          </Button>
          <Button type="submit" disabled={!complete} loading={connect.isPending}>
            {intl.formatMessage({ id: 'settings.connect' })}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

type AddressFieldProps = {
  value: string;
  host: string;
  error: string | null;
  onChange: (changes: { baseUrl?: string; host?: string }) => void;
};

/** The gateway's address; what is not encrypted is warned about, and elsewhere than here must be confirmed by hand. */
function AddressField({ value, host, error, onChange }: AddressFieldProps) {
  const intl = useIntl();
  const address = readAddress(value);
  return (
    <>
      <TextInput
        label={intl.formatMessage({ id: 'settings.field.base_url' })}
        description={intl.formatMessage({ id: 'settings.field.base_url.help' })}
        required
        placeholder="https://"
        spellCheck={false}
        value={value}
        error={error ?? (address.kind === 'invalid' ? intl.formatMessage({ id: 'errors.base_url' }) : null)}
        onChange={(event) => onChange({ baseUrl: event.currentTarget.value })}
      />
      {address.kind === 'loopback' || address.kind === 'open' ? (
        <Alert role="status" variant="outline" color="yellow.8" icon={<IconAlertTriangle aria-hidden />}>
          {intl.formatMessage({
            id: address.kind === 'open' ? 'settings.http.open' : 'settings.http.loopback',
          })}
        </Alert>
      ) : null}
      {address.kind === 'open' ? (
        <TextInput
          label={intl.formatMessage({ id: 'settings.field.host' }, { host: address.host })}
          required
          spellCheck={false}
          value={host}
          error={
            host !== '' && host.trim() !== address.host
              ? intl.formatMessage({ id: 'settings.field.host.differs' })
              : null
          }
          onChange={(event) => onChange({ host: event.currentTarget.value })}
        />
      ) : null}
    </>
  );
}
