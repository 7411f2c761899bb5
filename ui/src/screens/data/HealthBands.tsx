import { Button } from '@mantine/core';
import { IconDatabaseX, IconHistory } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { type HealthView, useAppState } from '../../ipc';
import { Band } from '../../parts';
import { CompareButton } from './Compare';
import { RestoreDialog } from './RestoreDialog';
import { useMoment } from './useMoment';

/** What is wrong with the ledger, and what to do about it; stays until it is mended. */
export function HealthBands() {
  const health = useAppState().data?.health;
  if (health === undefined) return null;
  return (
    <>
      <DamageBand health={health} />
      <RestoredBand health={health} />
    </>
  );
}

function DamageBand({ health }: { health: HealthView }) {
  const intl = useIntl();
  const { damage, damagedRecords } = health;
  if (damage === null && damagedRecords === 0) return null;
  const word = intl.formatMessage({ id: damage === null ? 'data.records.word' : 'data.damage.word' });
  return (
    <Band tone={damage === null ? 'warn' : 'bad'} icon={IconDatabaseX} word={word} name={word}>
      <span role="alert">
        {damage === null
          ? intl.formatMessage({ id: 'data.records.sentence' }, { count: damagedRecords })
          : intl.formatMessage({ id: `data.damage.${damage.kind}` })}
      </span>{' '}
      <WayOut health={health} />
    </Band>
  );
}

function WayOut({ health }: { health: HealthView }) {
  const intl = useIntl();
  const navigate = useNavigate();
  const moment = useMoment();
  const [asking, ask] = useState(false);
  const { offer, offerSought, hasBackups, damage } = health;
  if (!hasBackups) return intl.formatMessage({ id: 'data.damage.practice' });
  return (
    <>
      {offer !== null ? (
        <Button size="compact-xs" variant="default" onClick={() => ask(true)}>
          {intl.formatMessage({ id: 'data.backups.restore.of' }, { time: moment(offer.madeAt) })}
        </Button>
      ) : offerSought ? (
        // Single records need no backup at once; a whole ledger does.
        damage !== null && intl.formatMessage({ id: 'data.damage.nothing' })
      ) : (
        intl.formatMessage({ id: 'data.damage.seeking' })
      )}{' '}
      <Button
        size="compact-xs"
        variant="default"
        onClick={() => void navigate({ to: '/settings', search: { tab: 'data' } })}
      >
        {intl.formatMessage({ id: 'data.damage.details' })}
      </Button>
      {asking && offer !== null ? <RestoreDialog backup={offer} onClose={() => ask(false)} /> : null}
    </>
  );
}

/** After a restoration: no payout leaves until a person has compared with the gateway's console. */
function RestoredBand({ health: { restored, damage } }: { health: HealthView }) {
  const intl = useIntl();
  const moment = useMoment();
  if (restored === null || damage !== null) return null;
  const word = intl.formatMessage({ id: 'data.restored.word' });
  return (
    <Band tone="warn" icon={IconHistory} word={word} name={word}>
      <span role="alert">
        {intl.formatMessage({ id: 'data.restored.sentence' }, { from: moment(restored.from) })}
      </span>{' '}
      <CompareButton restored={restored} size="compact-xs" />
    </Band>
  );
}
