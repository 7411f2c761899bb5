// Ceilings and the ledger's data in all their states, for looking at them in a browser (`/dev.html?mode=ceilings`).
import {
  type FakeOptions,
  fakeAccount,
  fakeBackup,
  fakeChecks,
  fakeMarkets,
  fakeReport,
  fakeSummary,
} from '../ipc/fake';

const CLABE = '032180000118359719';
const account = fakeAccount({
  name: 'Tienda Azul',
  live: true,
  builtIn: false,
  baseUrl: 'https://gateway.example',
  payoutCeiling: '1000',
  dayCeiling: '5000',
});
const waiting = fakeSummary(1, Date.now(), {
  id: 'waiting',
  amount: '1305',
  name: 'Luis Hernández',
  direction: 'payout',
  product: 'payout',
  accountName: account.name,
  status: 'prepared',
  flags: [],
});

/** A live account with ceilings, and a payout above both; with a passphrase for them, or before one was chosen. */
export const ceilingStories = (guard?: string): FakeOptions => ({
  mode: 'live',
  accounts: [account],
  orders: [waiting],
  details: {
    waiting: {
      draft: {
        product: 'payout',
        channel: 'CLABE',
        amount: '1305',
        fields: { accountName: 'Luis Hernández', accountNo: CLABE, bankName: 'STP' },
      },
    },
  },
  ...(guard === undefined ? {} : { guard }),
  commands: {
    checkDraft: async (_account, draft) =>
      fakeReport(
        fakeMarkets.find(({ id }) => id === account.marketId),
        draft,
        {
          payout: fakeChecks({
            aboveCeiling: '1000',
            dayCeiling: { max: '5000', used: '4500', near: true, above: true },
          }),
        },
      ),
  },
});

const live = { mode: 'live', accounts: [account] } as const satisfies FakeOptions;
const backups = [1240, 1234, 1190, 903].map((orders, at) => {
  const madeAt = new Date(Date.UTC(2026, 10, 22 - at * 2, 9)).toISOString();
  return fakeBackup({ name: `ledger-${at}.db`, madeAt, orders, kilobytes: orders * 17 });
});
const [newest = fakeBackup()] = backups;
const checkedAt = '2026-11-22T12:00:00.000Z';

/** The ledger's data: nothing yet, all well, single records damaged, all of it damaged, and restored. */
export const dataStories: Readonly<Record<string, FakeOptions>> = {
  unsaved: { ...live, data: { backups: [], backupFailure: 'No space left on device (os error 28)' } },
  sound: { ...live, data: { backups, checkedAt } },
  records: {
    ...live,
    health: { damagedRecords: 2, offer: newest, offerSought: true },
    data: { backups, checkedAt, problems: ['orders 17: checksum differs', 'events 204: chain is broken'] },
  },
  damaged: {
    ...live,
    health: {
      damage: { kind: 'pages', what: 'database disk image is malformed' },
      offer: newest,
      offerSought: true,
    },
    data: {
      backups,
      checkedAt,
      damaged: true,
      problems: ['*** in database main ***', 'Tree 7 page 12: btreeInitPage'],
    },
  },
  restored: {
    ...ceilingStories('correct horse'),
    health: {
      restored: { from: newest.madeAt, at: checkedAt, keptIn: '/home/ana/counterfoil/replaced-20261122' },
    },
    data: { backups, checkedAt },
  },
};
