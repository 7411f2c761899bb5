import { Button } from '@mantine/core';
import { IconSearchOff } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useIntl } from 'react-intl';
import type { BankView } from '../../ipc';
import { EmptyState, VirtualTable } from '../../parts';
import { foldText } from '../../words';
import classes from './banks.module.css';

type BankListProps = { banks: readonly BankView[]; search: string; onClear: () => void };

/** The banks that contain what is searched, in name, code or value; blind to accents and case. */
export function BankList({ banks, search, onClear }: BankListProps) {
  const intl = useIntl();
  const rows = useMemo(() => {
    const wanted = foldText(search);
    return banks
      .map((bank, at) => ({ ...bank, key: `${at} ${bank.value}` }))
      .filter(({ name, code, value }) =>
        [name, code ?? '', value].some((text) => foldText(text).includes(wanted)),
      );
  }, [banks, search]);
  if (rows.length === 0) {
    return (
      <EmptyState
        icon={IconSearchOff}
        title={intl.formatMessage({ id: 'banks.nothing' })}
        action={
          <Button variant="default" onClick={onClear}>
            {intl.formatMessage({ id: 'banks.clear' })}
          </Button>
        }
      />
    );
  }
  return (
    <div className={classes['list']}>
      <VirtualTable
        name={intl.formatMessage({ id: 'banks.title' })}
        rows={rows}
        rowKey={({ key }) => key}
        minWidth="28rem"
        columns={[
          {
            id: 'name',
            header: intl.formatMessage({ id: 'banks.column.name' }),
            width: 'minmax(14rem, 3fr)',
            cell: ({ name }) => <bdi>{name}</bdi>,
          },
          {
            id: 'code',
            header: intl.formatMessage({ id: 'banks.column.code' }),
            width: 'minmax(6rem, 1fr)',
            cell: ({ code }) => (
              <span className="mono">{code ?? intl.formatMessage({ id: 'parts.none' })}</span>
            ),
          },
          {
            id: 'value',
            header: intl.formatMessage({ id: 'banks.column.value' }),
            width: 'minmax(8rem, 1fr)',
            cell: ({ value }) => <span className="mono">{value}</span>,
          },
        ]}
      />
    </div>
  );
}
