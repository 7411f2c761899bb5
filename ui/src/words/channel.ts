import { type MarketView, useMarkets } from '../ipc';

/**
 * A channel as people call it, with what goes over the wire behind it: `Bank transfer (412)`. Only the value where
 * nobody knows a name for it, or the markets call different things so.
 */
export function channelText(markets: readonly MarketView[], value: string): string {
  const isIt = (other: string) => other.toLowerCase() === value.toLowerCase();
  const labels = markets
    .flatMap(({ products }) => products.flatMap(({ channels }) => channels))
    .filter((channel) => isIt(channel.value))
    .map(({ label }) => label);
  const [name, other] = new Set(labels);
  return name === undefined || other !== undefined || isIt(name) ? value : `${name} (${value})`;
}

/** Channels as people call them, of one market or of all. */
export function useChannelText(market?: MarketView): (value: string) => string {
  const all = useMarkets().data ?? [];
  return (value) => channelText(market === undefined ? all : [market], value);
}
