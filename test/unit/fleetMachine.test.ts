import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  type EndpointEvent,
  endpointStatus,
  endpointView,
  type FleetHealth,
  intendedDeployment,
  nextPhase,
  routedVariants,
  servingDeployment,
  workOf,
} from '../../src/local/fleet/endpointMachine.ts';
import { changedDeployment, requireReady, requireRoom } from '../../src/local/fleet/endpointRequests.ts';
import type { DeployedVariant, Deployment, EndpointPhase, EndpointRecord } from '../../src/local/state/records.ts';

const arn = 'arn:aws:sagemaker:us-east-1:000000000000:endpoint/shop';
const well: FleetHealth = { recovering: false, healthy: () => 1 };

function variant(variantName: string, change: Partial<DeployedVariant> = {}): DeployedVariant {
  return {
    variantName,
    modelName: 'model',
    instanceType: 'ml.m5.large',
    container: { image: 'local/node', environment: {} },
    startupTimeoutMs: 1_000,
    weight: 1,
    instanceCount: 1,
    ...change,
  };
}

const one: Deployment = { endpointConfigName: 'one', variants: [variant('A'), variant('B', { weight: 3 })] };
const two: Deployment = { endpointConfigName: 'two', variants: [variant('C')] };

function record(phase: EndpointPhase): EndpointRecord {
  return { name: 'shop', arn, creationTime: 1, lastModifiedTime: 2, phase };
}

describe('an endpoint’s phases', () => {
  it('a creation ends InService or Failed', () => {
    const creating: EndpointPhase = { kind: 'creating', target: one };
    assert.deepEqual(nextPhase(creating, { kind: 'targetHealthy' }), { kind: 'inService', serving: one });
    assert.deepEqual(nextPhase(creating, { kind: 'targetFailed', reason: 'why' }), {
      kind: 'failed',
      target: one,
      failureReason: 'why',
    });
  });

  it('an update ends in the target, or back in what served with the reason', () => {
    const updating = nextPhase({ kind: 'inService', serving: one }, { kind: 'targetSet', target: two });
    assert.deepEqual(updating, { kind: 'updating', serving: one, target: two });
    assert.deepEqual(nextPhase(updating, { kind: 'targetHealthy' }), { kind: 'inService', serving: two });
    assert.deepEqual(nextPhase(updating, { kind: 'targetFailed', reason: 'why' }), {
      kind: 'inService',
      serving: one,
      failureReason: 'why',
    });
  });

  it('an event that can not happen in a phase is an error, and never a phase', () => {
    assert.throws(() => nextPhase({ kind: 'creating', target: one }, { kind: 'deletionBegun' }), /can't happen/);
    assert.throws(() =>
      nextPhase({ kind: 'failed', target: one, failureReason: '' }, { kind: 'targetSet', target: two }),
    );
    assert.throws(() => nextPhase({ kind: 'deleting', serving: one }, { kind: 'targetHealthy' }));
  });

  it('whatever happens, what serves has been healthy once, and deletion is final', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { maxLength: 30 }), (happenings) => {
        const healthy = new Set<string>();
        let phase: EndpointPhase = { kind: 'creating', target: one };
        for (const event of happenings) {
          const next = attempt(phase, event);
          if (!next) continue;
          assert.notEqual(phase.kind, 'deleting');
          if (event.kind === 'targetHealthy') healthy.add(servingDeployment(next)?.endpointConfigName ?? '');
          phase = next;
          assertConsistent(phase, healthy);
        }
      }),
    );
  });

  it('the instances asked for are those of the target until the endpoint is given up', () => {
    assert.equal(intendedDeployment({ kind: 'updating', serving: one, target: two }), two);
    assert.equal(intendedDeployment({ kind: 'inService', serving: one }), one);
    assert.equal(intendedDeployment({ kind: 'failed', target: one, failureReason: '' }), undefined);
    assert.equal(intendedDeployment({ kind: 'deleting', serving: one }), undefined);
  });
});

const events: EndpointEvent[] = [
  { kind: 'targetSet', target: two },
  { kind: 'targetSet', target: { ...one, variants: [variant('A', { weight: 9 })] } },
  { kind: 'targetHealthy' },
  { kind: 'targetFailed', reason: 'why' },
  { kind: 'deletionBegun' },
];

/** @param healthy configurations whose instances have all been healthy */
function assertConsistent(phase: EndpointPhase, healthy: ReadonlySet<string>): void {
  const serving = servingDeployment(phase);
  if (serving) assert.ok(healthy.has(serving.endpointConfigName));
  assert.equal(routedVariants(phase).length > 0, serving !== undefined);
  assert.equal(workOf(phase).kind === 'none', phase.kind === 'inService' || phase.kind === 'failed');
}

function attempt(phase: EndpointPhase, event: EndpointEvent): EndpointPhase | undefined {
  try {
    return nextPhase(phase, event);
  } catch {
    return undefined;
  }
}

describe('what an endpoint shows', () => {
  const serving: EndpointPhase = { kind: 'inService', serving: one };

  it('is SystemUpdating while a restart brings its instances back, and Failed with the reason when they can not come', () => {
    assert.equal(endpointStatus(serving, well), 'InService');
    assert.equal(endpointStatus(serving, { ...well, recovering: true }), 'SystemUpdating');
    const view = endpointView(record(serving), { ...well, recovering: true, problem: 'no artifact' });
    assert.equal(view.status, 'Failed');
    assert.equal(view.failureReason, 'no artifact');
  });

  it('is the old configuration, and the new one as pending, while it updates', () => {
    const view = endpointView(record({ kind: 'updating', serving: one, target: two }), well);
    assert.equal(view.status, 'Updating');
    assert.equal(view.endpointConfigName, 'one');
    assert.equal(view.pending, two);
    assert.deepEqual(
      view.variants.map(({ variant }) => variant.variantName),
      ['A', 'B'],
    );
  });

  it('has new weights at once and new counts when the instances are there', () => {
    const target = changedDeployment(one, [{ variantName: 'A', weight: 7, instanceCount: 4 }]);
    const phase: EndpointPhase = { kind: 'updating', serving: one, target };
    const [a] = endpointView(record(phase), well).variants;
    assert.equal(a?.currentWeight, 7);
    assert.equal(a?.currentInstanceCount, 1);
    assert.equal(a?.desiredInstanceCount, 4);
    assert.equal(workOf(phase).kind, 'resize');
    assert.deepEqual(
      routedVariants(phase).map(({ weight }) => weight),
      [7, 3],
    );
  });

  it('keeps the reason of an update that was rolled back', () => {
    const view = endpointView(record({ ...serving, failureReason: 'why' }), well);
    assert.equal(view.status, 'InService');
    assert.equal(view.failureReason, 'why');
  });
});

describe('what may be asked of an endpoint', () => {
  it('is nothing while it is in progress, and only its deletion when it has failed', () => {
    for (const status of ['Creating', 'Updating', 'SystemUpdating', 'RollingBack', 'Deleting'] as const) {
      const refusal = { name: 'ValidationException', message: `Cannot update in-progress endpoint "${arn}".` };
      assert.throws(() => requireReady('update', status, arn), refusal);
      assert.throws(() => requireReady('delete', status, arn), refusal);
    }
    assert.throws(() => requireReady('update', 'Failed', arn), /can only be deleted/);
    requireReady('delete', 'Failed', arn);
    requireReady('update', 'InService', arn);
  });

  it('is other weights and counts of variants it has', () => {
    const changed = changedDeployment(one, [{ variantName: 'B', weight: 0 }]);
    assert.deepEqual(
      changed.variants.map(({ weight, instanceCount }) => [weight, instanceCount]),
      [
        [1, 1],
        [0, 1],
      ],
    );
    const refusals: [Parameters<typeof changedDeployment>[1], RegExp][] = [
      [[{ variantName: 'X', weight: 1 }], /Could not find production variant "X".*A, B\./],
      [[{ variantName: 'A' }, { variantName: 'A' }], /named more than once/],
      [[{ variantName: 'A', instanceCount: 0 }], /must be at least 1/],
      [
        [
          { variantName: 'A', weight: 0 },
          { variantName: 'B', weight: 0 },
        ],
        /add up to 0/,
      ],
    ];
    for (const [changes, message] of refusals) {
      assert.throws(() => changedDeployment(one, changes), { name: 'ValidationException', message });
    }
  });

  it('is no more instances than the machine shall run', () => {
    requireRoom(one, 2, 4);
    assert.throws(() => requireRoom(one, 3, 4), { name: 'ResourceLimitExceeded' });
  });
});
