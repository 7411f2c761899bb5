import type { BackupView, HealthView, LedgerDataView } from '../bindings';
import type { Backend } from '../door';
import { IpcError } from '../error';

/** A ledger in good health. */
export const fakeHealth = (more: Partial<HealthView> = {}): HealthView => ({
  damage: null,
  damagedRecords: 0,
  offer: null,
  offerSought: false,
  hasBackups: true,
  restored: null,
  ...more,
});

export const fakeBackup = (more: Partial<BackupView> = {}): BackupView => ({
  name: 'ledger-20261121T090000Z-1234-orders.db',
  madeAt: '2026-11-21T09:00:00.000Z',
  orders: 1234,
  kilobytes: 2048,
  ...more,
});

const fakeData = (more: Partial<LedgerDataView> = {}): LedgerDataView => ({
  ledgerFolder: '/home/ana/.local/share/counterfoil/live',
  backupsFolder: '/home/ana/.local/share/counterfoil/backups',
  backups: [fakeBackup()],
  backupFailure: null,
  backingUp: false,
  checkedAt: null,
  checking: false,
  problems: [],
  damaged: false,
  ...more,
});

type DataCommands = Pick<
  Backend,
  'dataState' | 'checkLedger' | 'backUp' | 'restoreBackup' | 'restoreDealtWith'
>;

type DataWorld = {
  /** Told of the ledger's health when it changes. */
  changed: (health: HealthView) => void;
  /** Throws where the guard passphrase is needed and was not given. */
  checkGap: (passphrase: string | null) => void;
};

/** The commands of the ledger's data. */
export function dataCommands(
  begin: Partial<LedgerDataView> | undefined,
  { changed, checkGap }: DataWorld,
): DataCommands {
  let data = fakeData(begin);
  return {
    dataState: async () => data,
    checkLedger: async () => {
      data = { ...data, checkedAt: '2026-11-22T12:00:00.000Z' };
      return data;
    },
    backUp: async () => {
      const made = fakeBackup({
        name: 'ledger-20261122T120000Z-1240-orders.db',
        madeAt: '2026-11-22T12:00:00.000Z',
        orders: 1240,
      });
      data = { ...data, backups: [made, ...data.backups] };
      return data;
    },
    restoreBackup: async (name) => {
      const backup = data.backups.find((one) => one.name === name);
      if (backup === undefined) throw new IpcError('no_such_backup', name);
      data = { ...data, damaged: false, problems: [] };
      changed(
        fakeHealth({
          restored: {
            from: backup.madeAt,
            at: '2026-11-22T12:00:00.000Z',
            keptIn: `${data.ledgerFolder}/replaced-20261122T120000Z`,
          },
        }),
      );
      return data;
    },
    restoreDealtWith: async (passphrase) => {
      checkGap(passphrase);
      changed(fakeHealth());
      return data;
    },
  };
}
