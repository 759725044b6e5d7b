import assert from 'node:assert/strict';
import type { DescribeEndpointCommandOutput } from '@aws-sdk/client-sagemaker';
import type { LiveTraffic } from '../../src/hosting/traffic.ts';
import { isSameTraffic, shiftFailure } from '../../src/hosting/traffic.ts';
import {
  initialState,
  newShares,
  obstacle,
  reduce,
  type TrafficAction,
  type TrafficState,
  typedWeights,
} from '../../src/webview/traffic/state.ts';

const live: LiveTraffic = {
  status: 'InService',
  variants: [
    { name: 'a', weight: 95, instances: 1 },
    { name: 'b', weight: 5, instances: 1 },
  ],
};

const target = { connectionId: 'local', connectionLabel: 'Local', endpointName: 'shop' };

function loaded(traffic: LiveTraffic, ...actions: TrafficAction[]): TrafficState {
  return [{ type: 'loaded', view: { kind: 'loaded', traffic } } as const, ...actions].reduce(reduce, initialState);
}

describe('a shift of traffic', () => {
  const settled = (more: Partial<DescribeEndpointCommandOutput>): DescribeEndpointCommandOutput => ({
    $metadata: {},
    EndpointName: 'shop',
    EndpointArn: 'arn',
    EndpointStatus: 'InService',
    CreationTime: new Date(0),
    LastModifiedTime: new Date(0),
    ProductionVariants: [
      { VariantName: 'a', CurrentWeight: Math.fround(0.95), DesiredWeight: Math.fround(0.95) },
      { VariantName: 'b', CurrentWeight: Math.fround(0.05), DesiredWeight: Math.fround(0.05) },
    ],
    ...more,
  });

  it('counts once the endpoint has the weights, as exactly as the service keeps them', () => {
    assert.equal(shiftFailure(settled({}), [0.95, 0.05]), undefined);
  });

  it('has failed where the endpoint has other weights or no longer serves, and says why', () => {
    assert.match(shiftFailure(settled({ FailureReason: 'No capacity.' }), [1, 1]) ?? '', /other weights.*No capacity/);
    assert.match(shiftFailure(settled({ EndpointStatus: 'Failed' }), [0.95, 0.05]) ?? '', /is Failed/);
  });
});

describe('the traffic form', () => {
  it('begins with the live weights and nothing to apply', () => {
    const state = loaded(live);
    assert.deepEqual(state.weights, ['95', '5']);
    assert.equal(obstacle(state), '');
  });

  it('has something to apply once a share differs, and not when weights differ alone', () => {
    assert.equal(obstacle(loaded(live, { type: 'weighed', index: 1, text: '20' })), undefined);
    const doubled = loaded(live, { type: 'weighed', index: 0, text: '190' }, { type: 'weighed', index: 1, text: '10' });
    assert.equal(obstacle(doubled), '');
  });

  it('says why nothing can be applied', () => {
    assert.match(obstacle(loaded({ ...live, status: 'Updating' })) ?? '', /is Updating/);
    assert.match(obstacle(loaded({ ...live, variants: live.variants.slice(0, 1) })) ?? '', /one variant/);
    assert.match(obstacle(loaded(live, { type: 'weighed', index: 0, text: 'x' })) ?? '', /Correct/);
    const zero = loaded(live, { type: 'weighed', index: 0, text: '0' }, { type: 'weighed', index: 1, text: '0' });
    assert.match(obstacle(zero) ?? '', /above 0/);
  });

  it('has sliders that suit small weights', () => {
    const small = { ...live, variants: live.variants.map((variant) => ({ ...variant, weight: variant.weight / 100 })) };
    const state = loaded(small);
    assert.equal(state.range, 1);
    assert.deepEqual(state.weights, ['0.95', '0.05']);
  });

  it('goes back to the live weights', () => {
    assert.deepEqual(loaded(live, { type: 'madeEven' }, { type: 'reset' }).weights, ['95', '5']);
  });

  it('offers even shares, and a canary for the variant that was turned to', () => {
    assert.deepEqual(newShares(loaded(live, { type: 'madeEven' })), [0.5, 0.5]);
    assert.deepEqual(newShares(loaded(live, { type: 'turnedTo', index: 0 }, { type: 'madeCanary' })), [0.05, 0.95]);
  });

  it('shows the endpoint as it is when somebody else has changed it', () => {
    const elsewhere = { ...live, variants: live.variants.map((variant) => ({ ...variant, weight: 1 })) };
    const state = loaded(
      live,
      { type: 'madeEven' },
      { type: 'applied', outcome: { kind: 'changed', traffic: elsewhere } },
    );
    assert.equal(state.notice?.kind, 'changedElsewhere');
    assert.deepEqual(typedWeights(state), [1, 1]);
    assert.equal(state.applying, undefined);
  });

  it('keeps what was typed when applying fails', () => {
    const problem = { kind: 'network', title: 'Local cannot be reached', detail: 'No answer.' } as const;
    const state = loaded(live, { type: 'madeEven' }, { type: 'applied', outcome: { kind: 'problem', problem } });
    assert.deepEqual(state.weights, ['50', '50']);
  });

  it('takes up a draft after a reload only over the very weights it was made for', () => {
    const draft = { target, shown: live, weights: ['60', '40'] };
    const view = { kind: 'loaded', traffic: live } as const;
    assert.deepEqual(reduce(initialState, { type: 'loaded', view, draft }).weights, ['60', '40']);
    const shifted = { ...live, variants: live.variants.map((variant) => ({ ...variant, weight: 50 })) };
    const newer = reduce(initialState, { type: 'loaded', view: { kind: 'loaded', traffic: shifted }, draft });
    assert.deepEqual(newer.weights, ['50', '50']);
  });
});

describe('whether two looks at an endpoint saw the same traffic', () => {
  it('looks at names and weights', () => {
    const [a, b] = live.variants;
    if (!a || !b) throw new Error('There are two.');
    assert.ok(isSameTraffic(live, structuredClone(live)));
    assert.ok(!isSameTraffic(live, { ...live, variants: [a, { ...b, weight: 6 }] }));
    assert.ok(!isSameTraffic(live, { ...live, variants: [a] }));
    assert.ok(!isSameTraffic(live, { ...live, variants: [a, { ...b, name: 'c' }] }));
  });
});
