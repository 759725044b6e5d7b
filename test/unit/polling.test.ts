import assert from 'node:assert/strict';
import fc from 'fast-check';
import { polls } from '../../src/hosting/polling.ts';

function firstWaits(count: number, intervalMs: number): number[] {
  const waits = polls({ intervalMs });
  return Array.from({ length: count }, () => waits.next().value);
}

describe('Something in transition', () => {
  it('is looked at quickly first, because what is quick is often done at once', () => {
    assert.deepEqual(firstWaits(3, 2000), [250, 375, 562.5]);
  });

  it('is looked at ever more seldom, and in the end at the interval of the settings', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60_000 }), (intervalMs) => {
        const waits = firstWaits(20, intervalMs);
        assert.deepEqual(
          waits,
          [...waits].sort((a, b) => a - b),
        );
        assert.equal(waits.at(-1), intervalMs);
      }),
    );
  });
});
