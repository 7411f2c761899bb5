import { Button, Collapse, Group, Select, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCheck, IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { ImportMapping, ImportStatusRule, StatusKind } from '../../ipc';
import { decide } from './mapping';

/** The statuses that an order of the past can have. */
const past: readonly StatusKind[] = [
  'succeeded',
  'failed',
  'returned',
  'refused',
  'expired',
  'pending',
  'processing',
  'unknown',
];
const LEFT_OUT = 'left_out';

const nameOf = ({ word, direction }: ImportStatusRule) => `${direction} ${word}`;

type StatusWordsProps = {
  settled: ImportMapping;
  onChange: (statuses: ImportMapping['statuses']) => void;
};

/** What each status word of the file means: those that a person has to look at, and, folded, all others. */
export function StatusWords({ settled, onChange }: StatusWordsProps) {
  const intl = useIntl();
  const [opened, { toggle }] = useDisclosure(false);
  // A word that was asked about stays where it was answered.
  const [wereAsked, remember] = useState<ReadonlySet<string>>(new Set());
  const isAsked = (rule: ImportStatusRule) => rule.ask || wereAsked.has(nameOf(rule));
  const asked = settled.statuses.filter(isAsked);
  const others = settled.statuses.filter((rule) => !isAsked(rule));
  const say = (rule: ImportStatusRule, status: StatusKind | null) => {
    if (rule.ask) remember(new Set([...wereAsked, nameOf(rule)]));
    onChange(decide(settled, rule, status).statuses);
  };
  const line = (rule: ImportStatusRule) => <Word key={nameOf(rule)} rule={rule} onSay={say} />;
  return (
    <>
      {asked.length === 0 ? null : (
        <Stack gap="sm" role="group" aria-label={intl.formatMessage({ id: 'import.statuses' })}>
          <div>
            <Text size="sm" fw={600}>
              {intl.formatMessage({ id: 'import.statuses' })}
            </Text>
            <Text size="xs" c="dimmed">
              {intl.formatMessage({ id: 'import.statuses.help' })}
            </Text>
          </div>
          {asked.map(line)}
        </Stack>
      )}
      {others.length === 0 ? null : (
        <div>
          <Button
            variant="subtle"
            size="compact-sm"
            aria-expanded={opened}
            leftSection={
              opened ? (
                <IconChevronDown size="1em" aria-hidden />
              ) : (
                <IconChevronRight size="1em" aria-hidden />
              )
            }
            onClick={toggle}
          >
            {intl.formatMessage({ id: 'import.statuses.all' })}
          </Button>
          <Collapse expanded={opened}>
            <Stack gap="sm" pt="xs">
              {others.map(line)}
            </Stack>
          </Collapse>
        </div>
      )}
    </>
  );
}

type WordProps = {
  rule: ImportStatusRule;
  onSay: (rule: ImportStatusRule, status: StatusKind | null) => void;
};

function Word({ rule, onSay }: WordProps) {
  const intl = useIntl();
  const { word, direction, rows, status, ask } = rule;
  return (
    <Group gap="sm" align="flex-end">
      <Select
        maw="30rem"
        flex="1 1 18rem"
        allowDeselect={false}
        label={intl.formatMessage(
          { id: 'import.statuses.word' },
          { word, rows, direction: intl.formatMessage({ id: `words.direction.${direction}` }) },
        )}
        description={
          ask && status !== null ? intl.formatMessage({ id: 'import.statuses.proposed' }) : undefined
        }
        placeholder={intl.formatMessage({ id: 'import.product.ask' })}
        value={status ?? (ask ? null : LEFT_OUT)}
        data={[
          ...past.map((value) => ({
            value: value as string,
            label: intl.formatMessage({ id: `words.status.${value}` }),
          })),
          { value: LEFT_OUT, label: intl.formatMessage({ id: 'import.leave_out' }) },
        ]}
        onChange={(value) => value !== null && onSay(rule, value === LEFT_OUT ? null : (value as StatusKind))}
      />
      {ask && status !== null ? (
        <Button
          variant="default"
          leftSection={<IconCheck size="1em" aria-hidden />}
          aria-label={`${intl.formatMessage({ id: 'import.statuses.confirm' })}: ${word}`}
          onClick={() => onSay(rule, status)}
        >
          {intl.formatMessage({ id: 'import.statuses.confirm' })}
        </Button>
      ) : null}
    </Group>
  );
}
