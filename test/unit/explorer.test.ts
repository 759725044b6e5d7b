import assert from 'node:assert/strict';
import type {
  DescribeEndpointCommandOutput,
  DescribeModelCommandOutput,
  ProductionVariant,
} from '@aws-sdk/client-sagemaker';
import { endpointStatuses } from '../../src/api/endpoints.ts';
import type { AwsConnection } from '../../src/connections/index.ts';
import type { DescriptionState } from '../../src/explorer/descriptions.ts';
import { descriptionText } from '../../src/explorer/descriptionText.ts';
import { listElement, type ResourceElement, resourceElement } from '../../src/explorer/elements.ts';
import { countText, type ListState, withItem, withoutItem, withPage } from '../../src/explorer/lists.ts';
import { Poller } from '../../src/explorer/poller.ts';
import { connectionRows, listRows, resourceRows, variantRows } from '../../src/explorer/rows.ts';
import { inTurns } from '../../src/explorer/turns.ts';
import { connectionView, listView, noteView, resourceView, variantView } from '../../src/explorer/views.ts';
import { lookAtEndpoint, outcomeText } from '../../src/hosting/endpointOutcome.ts';
import { endpointAbilities, endpointMood, isInTransition } from '../../src/hosting/endpointState.ts';
import type { ResourceSummary } from '../../src/hosting/hosting.ts';
import { isResourceTarget } from '../../src/window/resourceTarget.ts';

const time = new Date('2026-01-02T03:04:05Z');
const local = { kind: 'local', id: 'local' } as const;
const dev: AwsConnection = { kind: 'aws', id: 'aws/dev', profile: 'dev', region: 'eu-west-1' };
const row = resourceElement('local/endpoint', { connectionId: 'local', kind: 'endpoint', name: 'canary' });
const unloaded = { kind: 'unloaded' } as const;
const emptyConfig = { $metadata: {}, EndpointConfigName: 'now', EndpointConfigArn: 'arn', CreationTime: time };
const standing = { state: { kind: 'running', url: 'http://127.0.0.1:1' }, held: false, trusted: true } as const;

describe('A connection’s row', () => {
  it('tells how Local stands, to the eye, to the ear and to the menus', () => {
    const view = connectionView(local, { kind: 'running', url: 'http://127.0.0.1:1' });
    assert.deepEqual([view.label, view.description, view.spoken], ['Local', 'running', 'Local, running']);
    assert.ok(view.tokens?.includes('localRunning'));
    assert.ok(connectionView(local, { kind: 'failed', reason: 'x' }).tokens?.includes('localStopped'));
    assert.equal(connectionView(local, { kind: 'starting' }).icon.id, 'loading~spin');
  });

  it('tells profile, region and custom host of an AWS connection', () => {
    const view = connectionView({ ...dev, endpointUrl: 'https://vpce.example:8443/x' }, { kind: 'stopped' });
    assert.deepEqual([view.label, view.description], ['dev', 'eu-west-1 · vpce.example:8443']);
    assert.deepEqual(view.tokens, ['canDeploy', 'awsConnection']);
    assert.equal(
      connectionView({ kind: 'aws', id: 'x', region: 'us-east-1' }, { kind: 'stopped' }).label,
      'Default credentials',
    );
  });
});

describe('A configuration’s or model’s row', () => {
  it('is named to the ear by its kind, once, wherever it stands', () => {
    const model = { connectionId: 'local', kind: 'model', name: 'fp32' } as const;
    const config = { connectionId: 'local', kind: 'endpointConfig', name: 'next' } as const;
    const spoken = (element: ResourceElement) => resourceView(element, undefined, unloaded).spoken;
    assert.equal(spoken(resourceElement('local/model', model)), 'Model fp32');
    assert.equal(spoken(resourceElement('local/endpoint/canary', model, 'model')), 'Model fp32');
    assert.equal(spoken(resourceElement('x', config, 'configuration')), 'Endpoint configuration next');
    assert.equal(spoken(resourceElement('x', config, 'pending')), 'Pending endpoint configuration next');
  });
});

describe('Beneath a connection', () => {
  it('are the three lists', () => {
    for (const connection of [local, dev]) {
      const lists = connectionRows(connection, standing).map((each) => each.type === 'list' && each.lists);
      assert.deepEqual(lists, ['endpoint', 'endpointConfig', 'model']);
    }
  });

  it('is why Local does not run, and what to do', () => {
    const notes = connectionRows(local, { ...standing, state: { kind: 'failed', reason: 'It ended.' } });
    assert.deepEqual(
      notes.map((note) => note.type === 'note' && [note.tone, note.tooltip, note.action]),
      [
        ['error', 'It ended.', 'startLocal'],
        ['advice', 'Start it again…', 'startLocal'],
      ],
    );
  });

  it('is a way to start Local when the person stopped it', () => {
    const [note] = connectionRows(local, { ...standing, state: { kind: 'stopped' }, held: true });
    assert.ok(note?.type === 'note' && note.action === 'startLocal');
  });

  it('is a way to trust the workspace, for Local alone', () => {
    const [note] = connectionRows(local, { ...standing, trusted: false });
    assert.ok(note?.type === 'note' && note.action === 'manageTrust');
    assert.equal(connectionRows(dev, { ...standing, trusted: false })[0]?.type, 'list');
  });
});

describe('A list', () => {
  const listed = listElement('local', 'endpoint');
  const items = ['a', 'b'].map((name) => summary(name));

  it('has its count, with a plus where there is more', () => {
    assert.equal(listView(listed, { kind: 'loaded', listing: { items, pages: 1 } }).description, '2');
    assert.equal(countText({ items, pages: 1, nextToken: 't' }), '2+');
    assert.equal(listView(listed, unloaded).description, undefined);
  });

  it('offers to deploy where it is empty', () => {
    const [note, ...more] = listRows('local', 'model', { kind: 'loaded', listing: { items: [], pages: 1 } });
    assert.ok(note?.type === 'note' && note.action === 'deploy');
    assert.deepEqual(more, []);
  });

  it('ends with a way to more', () => {
    const rows = listRows('local', 'endpoint', { kind: 'loaded', listing: { items, pages: 1, nextToken: 't' } });
    assert.deepEqual(
      rows.map(({ type }) => type),
      ['resource', 'resource', 'loadMore'],
    );
  });

  it('shows what was known while it is fetched anew', () => {
    const rows = listRows('local', 'endpoint', { kind: 'loading', before: { items, pages: 1 } });
    assert.equal(rows.length, 2);
  });

  it('says what is wrong and what to do, and nothing else', () => {
    const problem = { kind: 'accessDenied', title: 'No permission', detail: 'User x is …', next: 'Ask.' } as const;
    const state: ListState = { kind: 'failed', problem };
    const rows = listRows('aws/dev', 'endpoint', state);
    assert.deepEqual(
      rows.map((note) => note.type === 'note' && [note.tone, note.text, note.action, note.about]),
      [
        ['error', 'No permission', 'refresh', 'aws/dev/endpoint'],
        ['advice', 'Ask.', 'refresh', 'aws/dev/endpoint'],
      ],
    );
    assert.equal(listView(listElement('aws/dev', 'endpoint'), state).description, 'No permission');
    const [error] = rows;
    assert.ok(error?.type === 'note');
    assert.equal(noteView(error).spoken, 'Error: No permission');
  });

  it('takes the next page, once each', () => {
    const first = withPage(undefined, { items: [summary('a'), summary('b')], nextToken: 't' });
    const second = withPage(first, { items: [summary('b'), summary('c')] });
    assert.deepEqual(
      [second.items.map(({ name }) => name), second.pages, second.nextToken],
      [['a', 'b', 'c'], 2, undefined],
    );
  });

  it('takes what was just seen in its place, the new first, and loses what is gone', () => {
    const listing = withPage(undefined, { items: [summary('a'), summary('b')] });
    assert.equal(withItem(listing, summary('b', 'Deleting')).items[1]?.status, 'Deleting');
    assert.equal(withItem(listing, summary('c')).items[0]?.name, 'c');
    assert.deepEqual(
      withoutItem(listing, 'a').items.map(({ name }) => name),
      ['b'],
    );
  });
});

describe('An endpoint’s row', () => {
  it('is what every command takes', () => {
    assert.equal(isResourceTarget(row), true);
  });

  it('shows its state and the shares of its variants', () => {
    const view = resourceView(row, summary('canary'), described({}));
    assert.equal(view.description, 'InService · blue 95 % · green 5 %');
    assert.equal(view.spoken, 'Endpoint canary, InService · blue 95 % · green 5 %');
    assert.deepEqual(view.tokens, ['resource', 'canInvoke', 'canShift', 'canUpdate', 'canDelete']);
  });

  it('offers no shift of traffic with a single variant', () => {
    const view = resourceView(
      row,
      summary('canary'),
      described({ ProductionVariants: [{ VariantName: 'blue', CurrentWeight: 1 }] }),
    );
    assert.equal(view.description, 'InService');
    assert.ok(!view.tokens?.includes('canShift'));
  });

  it('offers what its state allows before its variants are known', () => {
    assert.ok(resourceView(row, summary('canary'), unloaded).tokens?.includes('canShift'));
    assert.deepEqual(resourceView(row, summary('canary', 'Creating'), unloaded).tokens, ['resource']);
    assert.deepEqual(resourceView(row, summary('canary', 'Failed'), unloaded).tokens, ['resource', 'canDelete']);
  });

  it('shows no old state after an error', () => {
    const problem = { kind: 'network', title: 'Local cannot be reached', detail: 'Refused.' } as const;
    const view = resourceView(row, summary('canary'), { kind: 'failed', problem });
    assert.equal(view.description, 'Local cannot be reached');
    assert.ok(!view.tooltip?.facts.some(([label]) => label === 'Status'));
  });

  it('has a tooltip with reason, configurations, variants, times and ARN', () => {
    const view = resourceView(
      row,
      summary('canary'),
      described({
        EndpointStatus: 'Updating',
        FailureReason: 'The last update failed.',
        PendingDeploymentSummary: { EndpointConfigName: 'next' },
        ProductionVariants: [
          { VariantName: 'blue', CurrentWeight: 1, CurrentInstanceCount: 1, DesiredInstanceCount: 2 },
        ],
      }),
    );
    const facts = Object.fromEntries(view.tooltip?.facts ?? []);
    assert.equal(facts['Failure reason'], 'The last update failed.');
    assert.equal(facts['Changing to'], 'next');
    assert.equal(facts['Variant blue'], '100 %, 1 → 2 instances');
    assert.equal(facts.ARN, 'arn:aws:sagemaker:x:1:endpoint/canary');
  });

  it('is followed by its variants, configurations and models', () => {
    const config: Extract<DescriptionState, { kind: 'loaded' }> = {
      kind: 'loaded',
      description: {
        kind: 'endpointConfig',
        value: {
          $metadata: {},
          EndpointConfigName: 'now',
          EndpointConfigArn: 'arn',
          CreationTime: time,
          ProductionVariants: [
            { VariantName: 'blue', ModelName: 'm1', InstanceType: 'ml.m5.large' },
            { VariantName: 'green', ModelName: 'm1' },
          ],
        },
      },
    };
    const rows = resourceRows(row, {
      own: described({ PendingDeploymentSummary: { EndpointConfigName: 'next' } }),
      config,
    });
    assert.deepEqual(
      rows.map((each) =>
        each.type === 'variant' ? each.variantName : each.type === 'resource' && `${each.role} ${each.name}`,
      ),
      ['blue', 'green', 'configuration now', 'pending next', 'model m1'],
    );
    assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
    const [variant] = rows;
    const own = described({});
    assert.ok(variant?.type === 'variant' && own.kind === 'loaded');
    assert.equal(variantView(variant, own.description, config.description).description, '95 % · 1/2 × ml.m5.large');
  });
});

describe('What AWS leaves out', () => {
  const creating = described({
    EndpointStatus: 'Creating',
    EndpointConfigName: undefined,
    ProductionVariants: undefined,
    PendingDeploymentSummary: {
      EndpointConfigName: 'next',
      ProductionVariants: [{ VariantName: 'blue', CurrentWeight: 1, CurrentInstanceCount: 0, DesiredInstanceCount: 1 }],
    },
  });

  it('while an endpoint is created: its variants are those on their way', () => {
    const rows = resourceRows(row, { own: creating, config: unloaded });
    assert.deepEqual(
      rows.map((each) => (each.type === 'variant' ? each.variantName : each.type === 'resource' && each.role)),
      ['blue', 'pending'],
    );
    const [variant] = rows;
    assert.ok(variant?.type === 'variant');
    assert.equal(variantView(variant, creating.description, undefined).description, '100 % · 0/1 instance');
    const facts = Object.fromEntries(resourceView(row, summary('canary'), creating).tooltip?.facts ?? []);
    assert.equal(facts['Variant blue'], '100 %, 0 → 1 instances');
  });

  it('of weights: a variant without one has the default of 1, like the others', () => {
    const view = resourceView(
      row,
      summary('canary'),
      described({ ProductionVariants: [{ VariantName: 'blue' }, { VariantName: 'green', DesiredWeight: 3 }] }),
    );
    assert.equal(view.description, 'InService · blue 25 % · green 75 %');
  });

  it('of a serverless variant: it has no instances to count', () => {
    const own = described({
      ProductionVariants: [
        {
          VariantName: 'blue',
          CurrentWeight: 1,
          CurrentInstanceCount: 0,
          CurrentServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 5 },
        },
      ],
    });
    const [variant] = resourceRows(row, { own, config: unloaded });
    assert.ok(variant?.type === 'variant');
    assert.equal(variantView(variant, own.description, undefined).description, '100 % · serverless');
    const facts = Object.fromEntries(resourceView(row, summary('canary'), own).tooltip?.facts ?? []);
    assert.equal(facts['Variant blue'], '100 %, serverless');
    const value = { ProductionVariants: [{ VariantName: 'blue', ModelName: 'm' }] };
    const config = { kind: 'endpointConfig', value: { ...emptyConfig, ...value } } as const;
    assert.equal(variantView({ ...variant, of: 'endpointConfig' }, config, config).description, '100 % · serverless');
  });

  it('of a configuration for inference components: its variants name no model', () => {
    const variants: ProductionVariant[] = [
      { VariantName: 'all', InstanceType: 'ml.g5.xlarge', InitialInstanceCount: 2 },
    ];
    const value = { ProductionVariants: variants };
    const config = { kind: 'endpointConfig', value: { ...emptyConfig, ...value } } as const;
    const element = resourceElement('local/endpointConfig', { ...row, kind: 'endpointConfig', name: 'now' });
    const state = { kind: 'loaded', description: config } as const;
    const [variant] = resourceRows(element, { own: state, config: unloaded });
    assert.ok(variant?.type === 'variant');
    assert.equal(variantView(variant, config, config).description, '100 % · 2 × ml.g5.xlarge');
    assert.deepEqual(variantRows(variant, state), []);
  });

  it('of a model: it may have a model package in place of an image', () => {
    const value: DescribeModelCommandOutput = {
      $metadata: {},
      ModelName: 'm',
      ModelArn: 'arn',
      CreationTime: time,
      Containers: [],
      PrimaryContainer: { ModelPackageName: 'arn:aws:sagemaker:x:1:model-package/p/1' },
    };
    const element = resourceElement('local/model', { ...row, kind: 'model', name: 'm' });
    const own = { kind: 'loaded', description: { kind: 'model', value } } as const;
    const rows = resourceRows(element, { own, config: unloaded });
    assert.deepEqual(
      rows.map((each) => each.type === 'detail' && [each.label, each.value]),
      [['Model package', 'arn:aws:sagemaker:x:1:model-package/p/1']],
    );
  });
});

describe('An endpoint’s state', () => {
  it('has a look for every status of the API, and transitions are busy', () => {
    for (const status of endpointStatuses) {
      assert.equal(isInTransition(status), endpointMood(status) === 'busy');
      if (isInTransition(status))
        assert.deepEqual([endpointAbilities(status).update, endpointAbilities(status).delete], [false, false]);
    }
    assert.deepEqual(endpointAbilities('Failed'), { invoke: false, update: false, delete: true });
  });
});

describe('A change of an endpoint', () => {
  const updating = {
    EndpointStatus: 'Updating',
    EndpointConfigName: 'old',
    PendingDeploymentSummary: { EndpointConfigName: 'new' },
  } as const;

  it('that ends as it was asked for is not told', () => {
    const { underWay } = lookAtEndpoint(undefined, updating);
    assert.deepEqual(lookAtEndpoint(underWay, { EndpointStatus: 'InService', EndpointConfigName: 'new' }), {});
  });

  it('that ends with the old configuration was rolled back', () => {
    const { underWay } = lookAtEndpoint(undefined, updating);
    const { outcome } = lookAtEndpoint(underWay, {
      EndpointStatus: 'InService',
      EndpointConfigName: 'old',
      FailureReason: 'No ping.',
    });
    assert.ok(outcome);
    assert.equal(
      outcomeText('e', outcome),
      'Endpoint e: the update to new was rolled back. It serves old as before. No ping.',
    );
  });

  it('that was seen rolling back was rolled back, even when its target was never seen', () => {
    const { underWay } = lookAtEndpoint(undefined, { EndpointStatus: 'RollingBack', EndpointConfigName: 'old' });
    const { outcome } = lookAtEndpoint(underWay, { EndpointStatus: 'InService', EndpointConfigName: 'old' });
    assert.equal(outcome?.kind, 'rolledBack');
  });

  it('of weights alone is not taken for a rollback', () => {
    const { underWay } = lookAtEndpoint(undefined, { EndpointStatus: 'Updating', EndpointConfigName: 'old' });
    assert.deepEqual(lookAtEndpoint(underWay, { EndpointStatus: 'InService', EndpointConfigName: 'old' }), {});
  });

  it('that nobody saw begin is not told', () => {
    assert.deepEqual(lookAtEndpoint(undefined, { EndpointStatus: 'Failed', FailureReason: 'x' }), {});
  });

  it('that fails is told with its reason', () => {
    const { underWay } = lookAtEndpoint(undefined, { EndpointStatus: 'Creating', EndpointConfigName: 'one' });
    const { outcome } = lookAtEndpoint(underWay, { EndpointStatus: 'Failed', FailureReason: 'No ping.' });
    assert.deepEqual(outcome, { kind: 'failed', reason: 'No ping.' });
  });
});

describe('The poller', () => {
  it('looks again while it is wanted, one look at a time, and then rests', async () => {
    let looks = 0;
    await new Promise<void>((resolve) => {
      const poller = new Poller({
        intervalMs: () => 1,
        isWanted: () => {
          if (looks === 3) resolve();
          return looks < 3;
        },
        poll: async () => {
          looks += 1;
          poller.update();
        },
      });
      poller.update();
      poller.update();
    });
    assert.equal(looks, 3);
  });

  it('does nothing while it is not wanted', () => {
    const poller = new Poller({ intervalMs: () => 1, isWanted: () => false, poll: () => assert.fail() });
    poller.update();
    assert.equal(poller.isRunning, false);
  });

  it('drops a look that is due when it is no longer wanted', () => {
    let wanted = true;
    const poller = new Poller({ intervalMs: () => 60_000, isWanted: () => wanted, poll: () => assert.fail() });
    poller.update();
    assert.equal(poller.isRunning, true);
    wanted = false;
    poller.update();
    assert.equal(poller.isRunning, false);
  });
});

describe('Work in turns', () => {
  it('does everything, so many at a time', async () => {
    let busy = 0;
    let most = 0;
    const done: number[] = [];
    await inTurns(2, [1, 2, 3, 4, 5], async (item) => {
      busy += 1;
      most = Math.max(most, busy);
      await Promise.resolve();
      busy -= 1;
      done.push(item);
    });
    assert.deepEqual([done.sort(), most], [[1, 2, 3, 4, 5], 2]);
  });
});

describe('A description as a document', () => {
  it('has times in ISO form and not the SDK’s record of the call', () => {
    const text = descriptionText({
      $metadata: { httpStatusCode: 200 },
      ModelName: 'm',
      CreationTime: time,
      Nothing: undefined,
    });
    assert.deepEqual(JSON.parse(text), { ModelName: 'm', CreationTime: '2026-01-02T03:04:05.000Z' });
    assert.ok(text.endsWith('}\n'));
  });
});

function summary(name: string, status: ResourceSummary['status'] = 'InService'): ResourceSummary {
  return {
    kind: 'endpoint',
    name,
    arn: `arn/${name}`,
    creationTime: time,
    ...(status === undefined ? {} : { status }),
  };
}

function described(more: Partial<DescribeEndpointCommandOutput>) {
  const value: DescribeEndpointCommandOutput = {
    $metadata: {},
    EndpointName: 'canary',
    EndpointArn: 'arn:aws:sagemaker:x:1:endpoint/canary',
    EndpointConfigName: 'now',
    EndpointStatus: 'InService',
    CreationTime: time,
    LastModifiedTime: time,
    ProductionVariants: [
      { VariantName: 'blue', CurrentWeight: 0.95, CurrentInstanceCount: 1, DesiredInstanceCount: 2 },
      { VariantName: 'green', CurrentWeight: 0.05, CurrentInstanceCount: 1, DesiredInstanceCount: 1 },
    ],
    ...more,
  };
  return { kind: 'loaded', description: { kind: 'endpoint', value } } as const;
}
