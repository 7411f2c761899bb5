import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconDeviceFloppy, IconFileCheck } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import { type EvidenceView, type OrderDetailView, shell, useCommand } from '../../ipc';
import { Time, useAnnounce } from '../../parts';
import { Failure } from '../../words';
import { fileSize } from './fileSize';
import classes from './outcome.module.css';
import { type Level, Part } from './Part';

/** With what persons have settled this order. */
export function EvidenceList({ order, level }: { order: OrderDetailView; level: Level }) {
  const intl = useIntl();
  const evidence = order.settling?.evidence ?? [];
  if (evidence.length === 0) return null;
  return (
    <div className={classes['story']}>
      <Part title={intl.formatMessage({ id: 'settling.evidence' })} icon={IconFileCheck} level={level}>
        {evidence.map((one) => (
          <Evidence key={one.id} orderId={order.summary.id} evidence={one} />
        ))}
      </Part>
    </div>
  );
}

function Evidence({ orderId, evidence }: { orderId: string; evidence: EvidenceView }) {
  const intl = useIntl();
  const { at, verdict, reference, note, fileName, damaged } = evidence;
  return (
    <Stack gap={4} className={classes['evidence'] ?? ''}>
      <Text size="sm" component="div">
        <Text span inherit fw={600}>
          {intl.formatMessage({ id: `settling.verdict.${verdict}` })}
        </Text>
        {' · '}
        <Time at={at} />
      </Text>
      <Text size="sm" component="div">
        {intl.formatMessage({ id: 'settling.evidence.by' })} <bdi>{reference}</bdi>
      </Text>
      <Text size="sm" component="div" className={classes['words'] ?? ''}>
        <bdi>{note}</bdi>
      </Text>
      {damaged ? (
        <Alert
          variant="outline"
          color="red.8"
          icon={<IconAlertTriangle aria-hidden />}
          title={intl.formatMessage({ id: 'settling.evidence.damaged' })}
        >
          {intl.formatMessage({ id: 'settling.evidence.damaged.why' })}
        </Alert>
      ) : fileName === null ? null : (
        <File orderId={orderId} evidence={evidence} name={fileName} />
      )}
    </Stack>
  );
}

type FileProps = { orderId: string; evidence: EvidenceView; name: string };

function File({ orderId, evidence: { id, fileBytes, sha256 }, name }: FileProps) {
  const intl = useIntl();
  const announce = useAnnounce();
  const save = useCommand(() => shell.saveEvidenceFile(orderId, id));
  const saved = intl.formatMessage({ id: 'settling.file.saved' });
  const keep = () =>
    save.mutate(undefined, {
      onSuccess: (done) => {
        if (done) announce(saved);
      },
    });
  return (
    <>
      <Group gap="xs">
        <Text size="sm">
          <bdi>{name}</bdi>
          {fileBytes === null ? null : ` · ${fileSize(intl, fileBytes)}`}
          {sha256 === null ? null : (
            <Text span inherit c="dimmed">
              {' · '}
              {intl.formatMessage({ id: 'settling.file.fingerprint' })} <span className="mono">{sha256}</span>
            </Text>
          )}
        </Text>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDeviceFloppy size="1.1em" aria-hidden />}
          aria-label={intl.formatMessage({ id: 'settling.file.save_what' }, { name })}
          loading={save.isPending}
          onClick={keep}
        >
          {intl.formatMessage({ id: 'settling.file.save' })}
        </Button>
        {save.data === true ? (
          <Text size="sm" c="dimmed">
            {saved}
          </Text>
        ) : null}
      </Group>
      {save.error === null ? null : <Failure error={save.error} onAgain={keep} />}
    </>
  );
}
