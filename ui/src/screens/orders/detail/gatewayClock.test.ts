import { describe, expect, it } from 'vitest';
import { fakeSummary } from '../../../ipc/fake';
import { fakeDeliveries, fakeEvents, fakeExchanges } from '../../../ipc/fake/wire';
import { gatewayClock } from './gatewayClock';

const order = fakeSummary(1, Date.parse('2026-11-22T12:00:00Z'), { status: 'succeeded' });
const wire = { exchanges: fakeExchanges(order), deliveries: fakeDeliveries(order) };
const [prepared, , answered, delivered] = fakeEvents(order);

describe('the gateway’s clock', () => {
  it('is the date of the answer, and the timestamp of the callback', () => {
    if (prepared === undefined || answered === undefined || delivered === undefined)
      throw new Error('no events');
    const begun = Date.parse(order.createdAt);
    expect(gatewayClock(prepared, wire)).toBeNull();
    expect(gatewayClock(answered, wire)).toBe(begun + 6_000);
    expect(gatewayClock(delivered, wire)).toBe(begun + 17_000);
  });

  it('is not guessed: not from far away, not from nonsense', () => {
    if (answered === undefined || delivered === undefined) throw new Error('no events');
    const late = { ...answered, at: new Date(Date.parse(answered.at) + 60_000).toISOString() };
    expect(gatewayClock(late, wire)).toBeNull();
    for (const value of ['soon', '', '99', '9999999999999']) {
      const deliveries = wire.deliveries.map((one) => ({ ...one, headers: [{ name: 'Timestamp', value }] }));
      expect(gatewayClock(delivered, { ...wire, deliveries })).toBeNull();
    }
  });
});
