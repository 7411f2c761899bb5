import { Select } from '@mantine/core';
import { useIntl } from 'react-intl';
import { type MarketView, useMarkets } from '../../../ipc';
import { countryFlag, useMarketName } from '../../../words';

/** The markets, those known from a contract first. */
export function MarketSelect({
  value,
  onChange,
}: {
  value: string | null;
  onChange: (market: MarketView) => void;
}) {
  const intl = useIntl();
  const markets = useMarkets().data ?? [];
  const name = useMarketName();
  const option = (market: MarketView) => ({
    value: market.id,
    label: `${countryFlag(market.country)} ${name(market)} (${market.currency})`,
  });
  const group = (confirmed: boolean) => ({
    group: intl.formatMessage({
      id: confirmed ? 'settings.markets.confirmed' : 'settings.markets.unconfirmed',
    }),
    items: markets.filter((market) => market.confirmed === confirmed).map(option),
  });
  return (
    <Select
      label={intl.formatMessage({ id: 'settings.field.market' })}
      placeholder={intl.formatMessage({ id: 'settings.field.market.choose' })}
      required
      searchable
      data={[group(true), group(false)].filter(({ items }) => items.length > 0)}
      value={value}
      onChange={(id) => {
        const market = markets.find((known) => known.id === id);
        if (market !== undefined) onChange(market);
      }}
    />
  );
}
