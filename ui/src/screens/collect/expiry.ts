/**
 * When the payer's page or code ends, in Unix milliseconds; `null` when nobody said. Some codes die before the time
 * that was asked for (PromptPay: five minutes), so the smaller of the two counts.
 */
export function endOf(
  expiresAt: string | null,
  createdAt: string,
  channelSeconds: number | null,
): number | null {
  const ends = [
    expiresAt === null ? Number.NaN : Date.parse(expiresAt),
    channelSeconds === null ? Number.NaN : Date.parse(createdAt) + channelSeconds * 1000,
  ].filter(Number.isFinite);
  return ends.length === 0 ? null : Math.min(...ends);
}
