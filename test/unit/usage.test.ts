import assert from 'node:assert/strict';
import type { ProductionVariant } from '@aws-sdk/client-sagemaker';
import type { ResourceKind, ResourceSummary } from '../../src/hosting/hosting.ts';
import { type ConfigVariant, planUpdate } from '../../src/hosting/updatePlan.ts';
import { leftoversOf, lookUpUsage, type UsageMap, usersOf } from '../../src/hosting/usage.ts';

const map: UsageMap = {
  endpoints: [
    { endpoint: 'shop', endpointConfig: 'shop-config' },
    { endpoint: 'twin', endpointConfig: 'shared-config' },
    { endpoint: 'other', endpointConfig: 'shared-config', nextConfig: 'next-config' },
  ],
  endpointConfigs: [
    { endpointConfig: 'shop-config', models: ['a', 'b', 'a'] },
    { endpointConfig: 'shared-config', models: ['c'] },
    { endpointConfig: 'next-config', models: ['b'] },
  ],
  isComplete: true,
};

describe('what uses a resource', () => {
  it('names the endpoints of a configuration, those on their way to it included', () => {
    assert.deepEqual(usersOf('endpointConfig', 'shared-config', map).endpoints, ['other', 'twin']);
    assert.deepEqual(usersOf('endpointConfig', 'next-config', map).endpoints, ['other']);
  });

  it('names the configurations of a model and the endpoints behind them', () => {
    assert.deepEqual(usersOf('model', 'b', map), {
      endpoints: ['other', 'shop'],
      endpointConfigs: ['shop-config', 'next-config'],
    });
    assert.deepEqual(usersOf('model', 'unknown', map), { endpoints: [], endpointConfigs: [] });
  });

  it('is nothing for an endpoint', () => {
    assert.deepEqual(usersOf('endpoint', 'shop', map), { endpoints: [], endpointConfigs: [] });
  });
});

describe('looking up what uses what', () => {
  const summary = (kind: ResourceKind, name: string): ResourceSummary => {
    return { kind, name, arn: '', creationTime: new Date(0) };
  };

  it('owns up to what it cannot see: inference components name models that their configuration does not', async () => {
    const hosting = {
      list: async (kind: ResourceKind) => ({ items: kind === 'endpointConfig' ? [summary(kind, 'components')] : [] }),
      describeEndpoint: () => assert.fail(),
      describeEndpointConfig: async () => ({
        $metadata: {},
        EndpointConfigName: 'components',
        EndpointConfigArn: 'arn',
        CreationTime: new Date(0),
        ProductionVariants: [{ VariantName: 'all', InstanceType: 'ml.g5.xlarge' }] satisfies ProductionVariant[],
      }),
    };
    const { signal } = new AbortController();
    assert.equal((await lookUpUsage(hosting, { endpointConfigs: true }, signal)).isComplete, false);
    assert.equal((await lookUpUsage(hosting, { endpointConfigs: false }, signal)).isComplete, true);
  });
});

describe('what an endpoint leaves behind', () => {
  it('is its configuration and those models that nothing else names', () => {
    assert.deepEqual(leftoversOf('shop', map), {
      endpointConfig: 'shop-config',
      configUsedBy: [],
      models: ['a'],
      sharedModels: ['b'],
    });
  });

  it('is kept while another endpoint runs the configuration', () => {
    assert.deepEqual(leftoversOf('twin', map)?.configUsedBy, ['other']);
  });

  it('is unknown for an endpoint that was not seen', () => {
    assert.equal(leftoversOf('unseen', map), undefined);
  });
});

describe('what an update to another configuration does', () => {
  const variant = (name: string, more: Partial<ConfigVariant> = {}): ConfigVariant => ({
    name,
    model: `${name}-1`,
    instanceType: 'ml.m5.large',
    instances: 1,
    weight: 1,
    ...more,
  });
  const live = [
    { name: 'a', weight: 95, instances: 3 },
    { name: 'b', weight: 5, instances: 1 },
  ];

  it('names variants that come, go, and change', () => {
    const next = [variant('a', { model: 'a-2', instanceType: 'ml.c5.large' }), variant('c')];
    const { changes } = planUpdate([variant('a'), variant('b')], live, next);
    assert.deepEqual(changes, [
      { name: 'a', kind: 'changed', details: ['model a-1 → a-2', 'instance type ml.m5.large → ml.c5.large'] },
      { name: 'c', kind: 'added', details: ['model c-1', '1 × ml.m5.large'] },
      { name: 'b', kind: 'removed', details: [] },
    ]);
  });

  it('by default replaces live weights and counts, else keeps them by the variant’s name', () => {
    const plan = planUpdate([variant('a'), variant('b')], live, [variant('a'), variant('b')]);
    assert.deepEqual(
      plan.replaced.map(({ share, instances }) => [share, instances]),
      [
        [0.5, 1],
        [0.5, 1],
      ],
    );
    assert.deepEqual(
      plan.retained.map(({ share, instances }) => [share, instances]),
      [
        [0.95, 3],
        [0.05, 1],
      ],
    );
    assert.equal(plan.hasChoice, true);
  });

  it('leaves nothing to choose where both come to the same', () => {
    const next = [variant('a', { weight: 19, instances: 3 }), variant('b')];
    assert.equal(planUpdate(next, live, next).hasChoice, false);
  });

  it('gives a new variant its own initial weight beside kept ones', () => {
    const plan = planUpdate([variant('a'), variant('b')], live, [
      variant('a'),
      variant('b'),
      variant('c', { weight: 100 }),
    ]);
    assert.deepEqual(
      plan.retained.map(({ share }) => share),
      [0.475, 0.025, 0.5],
    );
  });
});
