import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { chooseInstance } from '../../src/local/routing/chooseInstance.ts';
import { chooseVariant, targetVariant, type WeightedVariant } from '../../src/local/routing/chooseVariant.ts';

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const weight = fc.oneof(
  fc.constant(0),
  fc.double({ min: 0, max: Number.MAX_VALUE, noNaN: true }),
  fc.integer({ min: 1, max: 100 }),
);

function named(weights: readonly number[]): WeightedVariant[] {
  return weights.map((value, index) => ({ variantName: `V${index}`, weight: value }));
}

describe('the choice of a variant', () => {
  it('falls on a variant that has a weight, if there is one', () => {
    fc.assert(
      fc.property(fc.array(weight, { maxLength: 10 }), random, (weights, at) => {
        const variants = named(weights);
        const chosen = chooseVariant(variants, at);
        const weighted = variants.filter((variant) => variant.weight > 0).map(({ variantName }) => variantName);
        if (chosen === undefined) assert.deepEqual(weighted, []);
        else assert.ok(weighted.includes(chosen));
      }),
    );
  });

  it('gives every variant exactly weight / sum of the range', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 10 }), (weights) => {
        const sum = weights.reduce((total, value) => total + value, 0);
        fc.pre(sum > 0);
        // The middle of each of `sum` equal parts of [0, 1) falls to a variant as often as it has weight.
        const counts = new Map<string | undefined, number>();
        for (let part = 0; part < sum; part += 1) {
          const chosen = chooseVariant(named(weights), (part + 0.5) / sum);
          counts.set(chosen, (counts.get(chosen) ?? 0) + 1);
        }
        assert.deepEqual(
          named(weights).map(({ variantName }) => counts.get(variantName) ?? 0),
          weights,
        );
      }),
    );
  });

  it('does not depend on the weights’ scale', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 6 }), random, (weights, at) => {
        const scaled = weights.map((value) => value * 2 ** 900);
        assert.equal(chooseVariant(named(scaled), at), chooseVariant(named(weights), at));
      }),
    );
  });

  it('is the caller’s who names a variant, and an error that tells the names otherwise', () => {
    const variants = named([1, 0]);
    const headers = (name: string) => ({ 'x-amzn-sagemaker-target-variant': name });
    assert.equal(targetVariant({}, 'shop', variants), undefined);
    assert.equal(targetVariant(headers('V1'), 'shop', variants), 'V1');
    assert.throws(() => targetVariant(headers('X'), 'shop', variants), {
      name: 'ValidationError',
      message: 'Variant "X" was not found in endpoint "shop". Its production variants are: V0, V1.',
    });
  });
});

describe('the choice of an instance', () => {
  it('falls on one of those with the fewest outstanding invocations', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { minLength: 1, maxLength: 10 }), random, (loads, at) => {
        const chosen = chooseInstance(
          loads.map((outstanding) => ({ outstanding })),
          at,
        );
        assert.equal(chosen?.outstanding, Math.min(...loads));
      }),
    );
  });

  it('is even among equals', () => {
    const equals = [0, 1, 2].map((id) => ({ id, outstanding: 4 }));
    assert.deepEqual(
      [0.1, 0.4, 0.9].map((at) => chooseInstance(equals, at)?.id),
      [0, 1, 2],
    );
  });

  it('is none where there is none', () => assert.equal(chooseInstance([], 0.5), undefined));
});
