import assert from 'node:assert/strict';
import {
  CreateEndpointCommand,
  CreateModelCommand,
  DeleteEndpointCommand,
  DeleteModelCommand,
  UpdateEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { listingOf } from '../../src/explorer/lists.ts';
import { ResourceStore, type StoreChange } from '../../src/explorer/store.ts';
import { type BadOutcome, outcomeText } from '../../src/hosting/endpointOutcome.ts';
import type { ResourceKind } from '../../src/hosting/hosting.ts';
import { createClients } from '../../src/hosting/sdk.ts';
import { SdkHosting } from '../../src/hosting/sdkHosting.ts';
import {
  createConfig,
  createEndpoint,
  createModel,
  labelledModel,
  until,
  untilStatus,
  variantOf,
} from './resources.ts';
import { startService, type TestService } from './service.ts';

const endpoint = (name: string) => ({ connectionId: 'local', kind: 'endpoint', name }) as const;

describe('What the tree knows', () => {
  let service: TestService;
  let store: ResourceStore;
  let changes: StoreChange[];
  let outcomes: [string, BadOutcome][];

  before(async () => {
    service = await startService();
    await createModel(service.sagemaker, 'm');
    await createConfig(service.sagemaker, 'one', variantOf('blue', 'm'));
    await createConfig(service.sagemaker, 'two', variantOf('blue', 'm'), variantOf('green', 'm'));
    await makeBrokenModel(service);
    await createConfig(service.sagemaker, 'broken', variantOf('blue', 'broken'));
    await createEndpoint(service.sagemaker, 'steady', 'two');
  });

  after(() => service.stop());

  beforeEach(() => {
    const { url, region, ...credentials } = service.ready;
    const clients = Promise.resolve(createClients({ region, endpointUrl: url, credentials }));
    const hosting = new SdkHosting({ clients: () => clients, failed: async () => false }, () => undefined);
    changes = [];
    outcomes = [];
    store = new ResourceStore({
      hosting: () => hosting,
      contextOf: () => ({}),
      onChange: (change) => changes.push(change),
      onOutcome: ({ name }, outcome) => outcomes.push([name, outcome]),
      onProblem: () => undefined,
    });
  });

  it('is nothing until it is asked for', () => {
    assert.deepEqual(store.list('local', 'endpoint'), { kind: 'unloaded' });
    assert.deepEqual(store.knownConnections(), []);
  });

  it('is fetched once, however often it is asked for', async () => {
    await Promise.all([store.ensureList('local', 'model'), store.ensureList('local', 'model')]);
    await store.ensureList('local', 'model');
    assert.equal(changes.filter(({ kind }) => kind === 'list').length, 1);
    assert.ok(names('model').includes('m'));
  });

  it('has the variants of the endpoints in a list', async () => {
    await store.ensureList('local', 'endpoint');
    const known = await until(async () => {
      const state = store.description(endpoint('steady'));
      return state.kind === 'loaded' ? state.description : undefined;
    });
    assert.equal(known.kind, 'endpoint');
    assert.ok(changes.some((change) => change.kind === 'resource' && change.target.name === 'steady'));
  });

  it('follows an endpoint that is created until it serves, and then no longer', async () => {
    await store.ensureList('local', 'endpoint');
    await service.sagemaker.send(new CreateEndpointCommand({ EndpointName: 'fresh', EndpointConfigName: 'one' }));
    await store.changed(endpoint('fresh'));
    assert.deepEqual(names('endpoint')[0], 'fresh');
    await settled();
    assert.equal(store.summary(endpoint('fresh'))?.status, 'InService');
    assert.deepEqual(outcomes, []);
  });

  it('follows an endpoint that is deleted until it is gone', async () => {
    await createEndpoint(service.sagemaker, 'leaving', 'one');
    await store.ensureList('local', 'endpoint');
    await service.sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'leaving' }));
    await store.changed(endpoint('leaving'));
    await settled();
    assert.ok(!names('endpoint').includes('leaving'));
    assert.equal(store.summary(endpoint('leaving')), undefined);
  });

  it('tells an endpoint that failed, with its reason', async () => {
    await store.ensureList('local', 'endpoint');
    await service.sagemaker.send(new CreateEndpointCommand({ EndpointName: 'doomed', EndpointConfigName: 'broken' }));
    await store.changed(endpoint('doomed'));
    await settled();
    const [[name, outcome] = []] = outcomes;
    assert.equal(name, 'doomed');
    assert.equal(outcome?.kind, 'failed');
    await service.sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'doomed' }));
  });

  it('tells an update that was rolled back, although the endpoint reads InService', async () => {
    await createEndpoint(service.sagemaker, 'brave', 'one');
    await store.ensureList('local', 'endpoint');
    await service.sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'brave', EndpointConfigName: 'broken' }));
    await store.changed(endpoint('brave'));
    await settled();
    const [[name = '', outcome] = []] = outcomes;
    assert.ok(outcome?.kind === 'rolledBack');
    assert.deepEqual([name, outcome.wantedConfig, outcome.servingConfig], ['brave', 'broken', 'one']);
    assert.match(outcomeText(name, outcome), /^Endpoint brave: the update to broken was rolled back\. It serves one/);
    assert.equal(store.summary(endpoint('brave'))?.status, 'InService');
  });

  it('tells of a change that came out while nobody looked', async () => {
    await createEndpoint(service.sagemaker, 'unseen', 'one');
    await store.ensureList('local', 'endpoint');
    await service.sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'unseen', EndpointConfigName: 'broken' }));
    await store.changed(endpoint('unseen'));
    await untilStatus(service.sagemaker, 'unseen', 'InService');
    await store.refresh('local');
    await until(async () => outcomes.find(([name]) => name === 'unseen'));
  });

  it('loses a model that was deleted', async () => {
    await createModel(service.sagemaker, 'short-lived');
    await store.ensureList('local', 'model');
    assert.ok(names('model').includes('short-lived'));
    await service.sagemaker.send(new DeleteModelCommand({ ModelName: 'short-lived' }));
    await store.changed({ connectionId: 'local', kind: 'model', name: 'short-lived' });
    assert.ok(!names('model').includes('short-lived'));
  });

  it('does not put into a list what is only looked at', async () => {
    await store.ensureDescription({ connectionId: 'local', kind: 'model', name: 'm' });
    assert.deepEqual(store.list('local', 'model'), { kind: 'unloaded' });
  });

  it('shows no old entries after an error', async () => {
    await store.ensureList('local', 'model');
    const failing = new ResourceStore({
      hosting: () =>
        new SdkHosting(
          { clients: () => Promise.reject(new Error('gone')), failed: async () => false },
          () => undefined,
        ),
      contextOf: () => ({}),
      onChange: () => undefined,
      onOutcome: () => undefined,
      onProblem: () => undefined,
    });
    await failing.ensureList('local', 'model');
    const state = failing.list('local', 'model');
    assert.equal(state.kind, 'failed');
    assert.equal(listingOf(state), undefined);
  });

  function names(kind: ResourceKind): string[] {
    return listingOf(store.list('local', kind))?.items.map(({ name }) => name) ?? [];
  }

  /** Looks as the poller does, until nothing is in transition. */
  function settled(): Promise<true> {
    return until(async () => {
      await Promise.all(store.inTransition().map((target) => store.look(target)));
      return store.inTransition().length === 0 ? true : undefined;
    });
  }
});

async function makeBrokenModel({ sagemaker }: TestService): Promise<void> {
  const PrimaryContainer = { ...labelledModel, Environment: { EXIT_AT_START: '1' } };
  await sagemaker.send(new CreateModelCommand({ ModelName: 'broken', PrimaryContainer }));
}
