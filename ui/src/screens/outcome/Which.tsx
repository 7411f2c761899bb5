import { useIntl } from 'react-intl';
import type { OrderDetailView } from '../../ipc';
import { Amount, Code, DetailList } from '../../parts';

/** Which order a question is about, with the number to look up at the gateway. */
export function Which({ order: { summary } }: { order: OrderDetailView }) {
  const intl = useIntl();
  const number = intl.formatMessage({ id: 'orders.column.number' });
  return (
    <DetailList
      details={[
        {
          term: number,
          value: <Code value={summary.number} what={number} groups={[summary.number.length]} />,
        },
        {
          term: intl.formatMessage({ id: 'orders.column.amount' }),
          value: <Amount value={summary.amount} currency={summary.currency} fw={600} />,
        },
        summary.name === null
          ? null
          : { term: intl.formatMessage({ id: 'orders.column.name' }), value: <bdi>{summary.name}</bdi> },
        { term: intl.formatMessage({ id: 'words.account' }), value: summary.accountName },
      ]}
    />
  );
}
