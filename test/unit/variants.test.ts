import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  canaryWeights,
  evenWeights,
  formatShare,
  formatWeight,
  naturalRange,
  parseWeight,
  sameShares,
  sharesOf,
  sliderRange,
  weightsWithOneMore,
} from '../../src/hosting/variants.ts';

const anyWeight = fc.double({ min: 0, noNaN: true, noDefaultInfinity: true });

describe('shares of the traffic', () => {
  it('are weight divided by the sum of weights, whatever that sum is', () => {
    assert.deepEqual(sharesOf([95, 5]), [0.95, 0.05]);
    assert.deepEqual(sharesOf([1, 3]), [0.25, 0.75]);
    assert.deepEqual(sharesOf([7]), [1]);
  });

  it('do not exist when every weight is 0', () => {
    assert.equal(sharesOf([0, 0]), undefined);
    assert.equal(sharesOf([]), undefined);
  });

  it('add up to 1 and keep the order of the weights, even for weights at the edge of what a number can be', () => {
    fc.assert(
      fc.property(fc.array(anyWeight, { minLength: 1, maxLength: 10 }), (weights) => {
        const shares = sharesOf(weights);
        if (!shares) return assert.ok(weights.every((weight) => weight === 0));
        const sum = shares.reduce((total, share) => total + share, 0);
        assert.ok(Math.abs(sum - 1) < 1e-9, `sum ${sum}`);
        weights.forEach((weight, i) => {
          weights.forEach((other, j) => {
            if (weight > other) assert.ok((shares[i] ?? 0) >= (shares[j] ?? 0));
          });
        });
      }),
    );
  });
});

describe('presets', () => {
  const counts = fc.integer({ min: 2, max: 10 });

  it('Even gives every variant the same share', () => {
    assert.deepEqual(evenWeights(2), [50, 50]);
    fc.assert(
      fc.property(counts, (count) => {
        for (const share of sharesOf(evenWeights(count)) ?? []) assert.ok(Math.abs(share - 1 / count) < 1e-12);
      }),
    );
  });

  it('Canary gives the chosen variant 5 % and the others equal parts of 95 %, within the slider’s range', () => {
    assert.deepEqual(canaryWeights(2, 1), [95, 5]);
    fc.assert(
      fc.property(counts, fc.nat(9), (count, nth) => {
        const canary = nth % count;
        const weights = canaryWeights(count, canary);
        const shares = sharesOf(weights) ?? [];
        assert.ok(Math.max(...weights) <= 100);
        shares.forEach((share, index) => {
          assert.ok(Math.abs(share - (index === canary ? 0.05 : 0.95 / (count - 1))) < 1e-12);
        });
      }),
    );
  });

  it('a single variant has all the traffic in any case', () => {
    assert.deepEqual(sharesOf(canaryWeights(1, 0)), [1]);
    assert.deepEqual(sharesOf(evenWeights(1)), [1]);
  });

  it('another variant keeps equal weights equal and starts in the middle of unequal ones', () => {
    assert.deepEqual(weightsWithOneMore([]), [100]);
    assert.deepEqual(weightsWithOneMore([100]), [50, 50]);
    assert.deepEqual(weightsWithOneMore([90, 10]), [90, 10, 50]);
  });
});

describe('a share for a person', () => {
  it('has one decimal where needed', () => {
    assert.equal(formatShare(0.95), '95 %');
    assert.equal(formatShare(1 / 3), '33.3 %');
    assert.equal(formatShare(1), '100 %');
    assert.equal(formatShare(0), '0 %');
  });

  it('never claims nothing or everything for what is neither', () => {
    assert.equal(formatShare(0.0001), '<0.1 %');
    assert.equal(formatShare(0.99999), '>99.9 %');
  });
});

describe('a typed weight', () => {
  it('may have decimals and any size', () => {
    assert.equal(parseWeight(' 0.5 '), 0.5);
    assert.equal(parseWeight('250'), 250);
    assert.equal(parseWeight('.5'), 0.5);
    assert.equal(parseWeight('0'), 0);
  });

  it('is refused when it is no number of 0 or more', () => {
    for (const text of ['', ' ', '-1', '5 %', '1,5', 'NaN', 'Infinity', '1e999', '0x10'])
      assert.equal(parseWeight(text), undefined);
  });

  it('reads back as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999 }), fc.integer({ min: 0, max: 4 }), (digits, decimals) => {
        const weight = Number((digits / 10 ** decimals).toPrecision(6));
        assert.equal(parseWeight(formatWeight(weight)), weight);
      }),
    );
  });

  it('loses the noise of the service’s single precision', () => {
    assert.equal(formatWeight(Math.fround(0.05)), '0.05');
  });
});

describe('a slider’s range', () => {
  it('grows for a larger typed weight and never shrinks', () => {
    assert.equal(sliderRange([95, 5], 100), 100);
    assert.equal(sliderRange([250, 5], 100), 1000);
    assert.equal(sliderRange([5, 5], 1000), 1000);
  });

  it('suits the weights that an endpoint already has', () => {
    assert.equal(naturalRange([1, 1]), 1);
    assert.equal(naturalRange([0.95, 0.05]), 1);
    assert.equal(naturalRange([95, 5]), 100);
    assert.equal(naturalRange([0, 0]), 100);
  });

  it('always holds every weight', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: 1 }), (weights) => {
        const largest = Math.max(...weights) * (1 - 1e-6);
        assert.ok(naturalRange(weights) >= largest);
        assert.ok(sliderRange(weights, 100) >= largest);
      }),
    );
  });
});

describe('whether weights divide the traffic alike', () => {
  it('looks at shares, not at weights', () => {
    assert.ok(sameShares([1, 1], [50, 50]));
    assert.ok(sameShares([0, 0], [0, 0]));
    assert.ok(!sameShares([95, 5], [5, 95]));
    assert.ok(!sameShares([1, 0], [0, 0]));
  });
});
