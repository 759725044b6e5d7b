import assert from 'node:assert/strict';
import fc from 'fast-check';
import { retainVariantProperties } from '../../src/local/control/deployment.ts';
import { refuseWeightlessVariants } from '../../src/local/control/variantRules.ts';
import type { DeployedVariant, Deployment } from '../../src/local/state/records.ts';

function variant(variantName: string, weight: number, instanceCount: number): DeployedVariant {
  return {
    variantName,
    modelName: 'model',
    instanceType: 'ml.m5.large',
    container: { image: 'local/onnx', modelDataUrl: 'file:///m', environment: {} },
    startupTimeoutMs: 60_000,
    weight,
    instanceCount,
  };
}

const target: Deployment = { endpointConfigName: 'next', variants: [variant('blue', 1, 1), variant('green', 2, 2)] };
const serving: Deployment = { endpointConfigName: 'now', variants: [variant('blue', 90, 4), variant('gone', 10, 1)] };

function outcome(input: Parameters<typeof retainVariantProperties>[2]): unknown[] {
  return retainVariantProperties(target, serving, input).variants.map(({ variantName, weight, instanceCount }) => [
    variantName,
    weight,
    instanceCount,
  ]);
}

describe('Updating an endpoint to another configuration', () => {
  it('replaces the live weights and counts by the configuration’s', () => {
    assert.deepEqual(outcome({}), [
      ['blue', 1, 1],
      ['green', 2, 2],
    ]);
    assert.deepEqual(outcome({ ExcludeRetainedVariantProperties: [] }), [
      ['blue', 1, 1],
      ['green', 2, 2],
    ]);
  });

  it('keeps those of variants that are live under the same name, when they are retained', () => {
    assert.deepEqual(outcome({ RetainAllVariantProperties: true }), [
      ['blue', 90, 4],
      ['green', 2, 2],
    ]);
  });

  it('replaces the retained properties that are excluded', () => {
    const without = (VariantPropertyType: 'DesiredWeight' | 'DesiredInstanceCount' | 'DataCaptureConfig') =>
      outcome({ RetainAllVariantProperties: true, ExcludeRetainedVariantProperties: [{ VariantPropertyType }] });
    assert.deepEqual(without('DesiredWeight'), [
      ['blue', 1, 4],
      ['green', 2, 2],
    ]);
    assert.deepEqual(without('DesiredInstanceCount'), [
      ['blue', 90, 1],
      ['green', 2, 2],
    ]);
    assert.deepEqual(without('DataCaptureConfig'), [
      ['blue', 90, 4],
      ['green', 2, 2],
    ]);
  });

  it('refuses to retain weights that would leave nobody any traffic', () => {
    const alone: Deployment = { ...target, variants: [variant('blue', 1, 1)] };
    const idle: Deployment = { ...serving, variants: [variant('blue', 0, 1), variant('green', 1, 1)] };
    assert.throws(() => retainVariantProperties(alone, idle, { RetainAllVariantProperties: true }), /add up to 0/);
  });
});

describe('Variant weights', () => {
  it('are fine exactly when every share is defined', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), { minLength: 1 }),
        (weights) => {
          const sum = weights.reduce((total, weight) => total + weight, 0);
          const check = () => refuseWeightlessVariants(weights);
          if (sum > 0 && Number.isFinite(sum)) check();
          else assert.throws(check, { code: 'ValidationException' });
        },
      ),
    );
  });
});
