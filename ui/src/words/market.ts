import { useIntl } from 'react-intl';
import { type AccountView, type MarketView, useAccounts, useMarkets } from '../ipc';

/** The flag of a country as a character pair (`MX` → 🇲🇽); always beside words, never alone. */
export function countryFlag(country: string): string {
  if (!/^[A-Z]{2}$/.test(country)) return '';
  return String.fromCodePoint(...Array.from(country, (letter) => 0x1f1a5 + (letter.codePointAt(0) ?? 0)));
}

/** The gateway and the country of a market in the person's language: `Cashy · Tanzania`. */
export function useMarketName(): (market: MarketView | undefined) => string {
  const intl = useIntl();
  return (market) => {
    if (market === undefined) return '';
    const country =
      intl.formatDisplayName(market.country, { type: 'region', fallback: 'none' }) ?? market.name;
    return `${intl.formatMessage({ id: `words.family.${market.family}` })} · ${country}`;
  };
}

/** An account with its market, by the account's id. */
export function useAccountFinder(): (
  id: string | null | undefined,
) => { account: AccountView; market: MarketView | undefined } | undefined {
  const accounts = useAccounts().data;
  const markets = useMarkets().data;
  return (id) => {
    const account = accounts?.find((other) => other.id === id);
    return account && { account, market: markets?.find((market) => market.id === account.marketId) };
  };
}
