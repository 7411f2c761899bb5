import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { ConnectionVerdict } from '../../../ipc';
import { fakeAccount } from '../../../ipc/fake';
import { axeViolations } from '../../../testing/axe';
import { renderApp } from '../../../testing/render';
import { en } from '../../../texts';
import { readAddress } from './address';

const SECRET = 'sk_live_canary_0123456789';
const live = [
  fakeAccount({
    id: 'acc-9',
    name: 'Tienda Azul',
    live: true,
    builtIn: false,
    baseUrl: 'https://gw.example',
  }),
];

async function fillIn(user: ReturnType<typeof renderApp>['user'], market: RegExp, address: string) {
  await user.click(await screen.findByRole('button', { name: 'Connect account' }));
  await user.click(screen.getByRole('combobox', { name: /Market/ }));
  await user.click(await screen.findByRole('option', { name: market }));
  await user.type(screen.getByLabelText(/Account name/), 'Tienda Roja');
  await user.type(screen.getByLabelText(/Base URL/), address);
}

describe('connecting an account', () => {
  it('asks only for what the gateway has, tests, connects, and lets the secret go', async () => {
    const { user, fake } = renderApp({ at: '/settings', mode: 'live', accounts: live });
    await fillIn(user, /CashFast/, 'https://gw.example');
    expect(screen.queryByLabelText(/Merchant ID/)).not.toBeInTheDocument();
    await user.type(screen.getByLabelText(/Access key/), 'ak_1');
    await user.click(screen.getByLabelText(/Secret key/));
    await user.paste(`${SECRET}\n`);
    await user.click(screen.getByRole('button', { name: 'Test connection' }));
    expect(await screen.findByText(en['settings.verdict.works.title'])).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Connect account' }));
    expect(await screen.findByRole('region', { name: 'Tienda Roja' })).toBeInTheDocument();
    const sent = fake.calls.find(({ name }) => name === 'connectAccount')?.args[0];
    expect(sent).toMatchObject({ marketId: 'cashfast-mx', keyId: 'ak_1', secret: SECRET, notifyUrl: null });
    expect(document.documentElement.outerHTML).not.toContain(SECRET);
    expect(JSON.stringify({ ...localStorage })).not.toContain(SECRET);
  });

  it('wants the callback address where the gateway does', async () => {
    const { user } = renderApp({ at: '/settings', mode: 'live', accounts: live });
    await fillIn(user, /Tanzania/, 'https://gw.example');
    await user.type(screen.getByLabelText(/Merchant ID/), 'M1');
    await user.type(screen.getByLabelText(/API key/), SECRET);
    expect(screen.getByRole('button', { name: 'Connect account' })).toBeDisabled();
    await user.type(screen.getByLabelText(/Callback URL/), 'https://shop.example/cb');
    expect(screen.getByRole('button', { name: 'Connect account' })).toBeEnabled();
  });

  it('warns of http, and wants the host typed when it is not this computer', async () => {
    const { user, fake } = renderApp({ at: '/settings', mode: 'live', accounts: live });
    await fillIn(user, /CashFast/, 'http://10.0.0.7:8080');
    await user.type(screen.getByLabelText(/Access key/), 'ak_1');
    await user.type(screen.getByLabelText(/Secret key/), SECRET);
    expect(screen.getByText(en['settings.http.open'])).toBeInTheDocument();
    const submit = screen.getByRole('button', { name: 'Connect account' });
    expect(submit).toBeDisabled();
    await user.type(screen.getByLabelText(/Type the host name/), '10.0.0.7');
    expect(submit).toBeEnabled();
    await user.click(submit);
    await screen.findByRole('region', { name: 'Tienda Roja' });
    const sent = fake.calls.find(({ name }) => name === 'connectAccount')?.args[0];
    expect(sent).toMatchObject({ insecureHostTyped: '10.0.0.7' });
    expect(screen.getByText('Not encrypted')).toBeInTheDocument();
  });

  it('keeps what was typed when it is refused, and shows the problem at its field', async () => {
    const { user } = renderApp({
      at: '/settings',
      mode: 'live',
      accounts: live,
      commands: {
        connectAccount: () =>
          Promise.reject({
            code: 'account_field',
            message: 'name',
            details: { field: 'name', why: 'a name is needed' },
            problems: [],
          }),
      },
    });
    await fillIn(user, /CashFast/, 'https://gw.example');
    await user.type(screen.getByLabelText(/Access key/), 'ak_1');
    await user.type(screen.getByLabelText(/Secret key/), SECRET);
    await user.click(screen.getByRole('button', { name: 'Connect account' }));
    expect((await screen.findAllByText(/a name is needed/)).length).toBe(2);
    expect(screen.getByLabelText(/Account name/)).toBeInvalid();
    expect(screen.getByLabelText(/Account name/)).toHaveValue('Tienda Roja');
  });
});

describe('testing a connection', () => {
  const verdicts: ConnectionVerdict[] = [
    'works',
    'host_not_found',
    'connection_refused',
    'connect_timeout',
    'tls_failed',
    'tls_closed',
    'silent',
    'interrupted',
    'not_this_gateway',
    'redirected',
    'address_not_allowed',
    'bad_signature',
    'unknown_merchant',
    'refused',
    'gateway_trouble',
  ];

  it('has an explanation of its own for every finding', () => {
    const sentences = verdicts.map((verdict) => en[`settings.verdict.${verdict}`]);
    expect(new Set(sentences).size).toBe(verdicts.length);
  });

  it('explains a refused signature with the wait and the clock', async () => {
    const { user } = renderApp({
      at: '/settings',
      mode: 'live',
      accounts: live,
      commands: {
        testConnection: async () => ({
          verdict: 'bad_signature',
          detail: '307 Signature error',
          balances: [],
          clockSkewMs: 120_000,
          waitS: 60,
          tookMs: 80,
        }),
      },
    });
    const card = await screen.findByRole('region', { name: 'Tienda Azul' });
    await user.click(within(card).getByRole('button', { name: 'Test connection' }));
    const finding = await within(card).findByRole('alert');
    expect(finding).toHaveTextContent('The signature is refused');
    expect(finding).toHaveTextContent('another 60 s');
    expect(finding).toHaveTextContent('by 120 s');
    expect(finding).toHaveTextContent('Said: 307 Signature error');
  });
});

describe('an account', () => {
  it('is edited: name, callback address, ceiling and limits', async () => {
    const { user, fake } = renderApp({ at: '/settings', mode: 'live', accounts: live });
    const card = await screen.findByRole('region', { name: 'Tienda Azul' });
    await user.click(within(card).getByRole('button', { name: 'Edit' }));
    const dialog = await screen.findByRole('dialog');
    await user.clear(within(dialog).getByLabelText(/Account name/));
    await user.type(within(dialog).getByLabelText(/Account name/), 'Azul');
    await user.type(within(dialog).getByLabelText(/Most per payout/), '5000');
    const payouts = within(dialog).getByRole('group', { name: 'Limits: Payout' });
    await user.type(within(payouts).getByLabelText('Most'), '900.50');
    await user.click(within(dialog).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(fake.calls.find(({ name }) => name === 'editAccount')?.args).toEqual([
      'acc-9',
      {
        name: 'Azul',
        notifyUrl: null,
        payoutCeiling: '5000',
        dayCeiling: null,
        limits: [{ product: 'payout', min: null, max: '900.50' }],
        signInLowerCase: false,
        amountAsText: false,
      },
      null,
    ]);
  });

  it('gets a new key without showing it', async () => {
    const { user, fake } = renderApp({ at: '/settings', mode: 'live', accounts: live });
    await user.click(await screen.findByRole('button', { name: 'Change key' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('Secret key'), SECRET);
    await user.click(within(dialog).getByRole('button', { name: 'Change key' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(fake.calls.find(({ name }) => name === 'rotateKey')?.args).toEqual([
      'acc-9',
      'ak_practice',
      SECRET,
    ]);
    expect(document.documentElement.outerHTML).not.toContain(SECRET);
  });

  it('is retired only by typing its name, and then kept among the retired', async () => {
    const { user } = renderApp({
      at: '/settings',
      mode: 'live',
      accounts: [...live, fakeAccount({ id: 'b', name: 'Other' })],
    });
    const card = await screen.findByRole('region', { name: 'Tienda Azul' });
    await user.click(within(card).getByRole('button', { name: 'Retire' }));
    const dialog = await screen.findByRole('dialog');
    const confirm = within(dialog).getByRole('button', { name: 'Retire account' });
    expect(confirm).toBeDisabled();
    await user.type(within(dialog).getByRole('textbox'), 'Tienda Azul');
    await user.click(confirm);
    await waitFor(() =>
      expect(screen.queryByRole('region', { name: 'Tienda Azul' })).not.toBeInTheDocument(),
    );
    await user.click(screen.getByLabelText('Show 1 retired account'));
    expect(await screen.findByRole('region', { name: 'Tienda Azul' })).toBeInTheDocument();
  });
});

describe('addresses', () => {
  it.each([
    ['', 'empty'],
    ['https://gw.example', 'encrypted'],
    ['https://gw.example/api', 'encrypted'],
    ['http://127.0.0.1:8080', 'loopback'],
    ['http://localhost', 'loopback'],
    ['http://[::1]:9', 'loopback'],
    ['http://127.0.0.1.evil.example', 'open'],
    ['http://10.0.0.7', 'open'],
    ['gw.example', 'invalid'],
    ['ftp://gw.example', 'invalid'],
    ['https://user:pw@gw.example', 'invalid'],
    ['https://gw.example/?a=1', 'invalid'],
    ['https://gw.example/#a', 'invalid'],
    ['javascript:alert(1)', 'invalid'],
  ])('%s is %s', (text, kind) => expect(readAddress(text).kind).toBe(kind));
});

describe('the settings', () => {
  it.each(['accounts', 'listener', 'practice', 'look', 'about'])('%s has no axe violation', async (tab) => {
    renderApp({ at: `/settings?tab=${tab}` });
    await screen.findByRole('tabpanel');
    await waitFor(() => expect(document.querySelector('[aria-busy="true"]')).toBeNull());
    expect(await axeViolations()).toEqual([]);
  });

  it('switches the listener and shows each address', async () => {
    const { user, fake } = renderApp({ at: '/settings?tab=listener' });
    await user.click(await screen.findByRole('switch', { name: 'Callback listener' }));
    expect(await screen.findByText(/callbacks\/acc-1-k7/)).toBeInTheDocument();
    expect(fake.calls.find(({ name }) => name === 'setListener')?.args).toEqual([true, null]);
  });

  it('changes the text size of everything', async () => {
    const { user } = renderApp({ at: '/settings?tab=look' });
    await user.click(await screen.findByRole('combobox', { name: 'Text size' }));
    await user.click(await screen.findByRole('option', { name: '200 %' }));
    await waitFor(() => expect(document.documentElement.style.fontSize).toBe('200%'));
  });
});
