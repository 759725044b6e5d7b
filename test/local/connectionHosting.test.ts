import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ResourceKind } from '../../src/hosting/hosting.ts';
import { explain } from '../../src/hosting/problems.ts';
import { createClients } from '../../src/hosting/sdk.ts';
import { SdkHosting } from '../../src/hosting/sdkHosting.ts';
import { createConfig, createEndpoint, createModel, labelledModel, untilStatus, variantOf } from './resources.ts';
import { startService, type TestService } from './service.ts';

describe('Hosting through the SDK', () => {
  let service: TestService;
  let hosting: SdkHosting;
  const changes: [ResourceKind, string][] = [];

  before(async () => {
    service = await startService();
    const { url, region, ...credentials } = service.ready;
    const clients = Promise.resolve(createClients({ region, endpointUrl: url, credentials }));
    hosting = new SdkHosting({ clients: () => clients, failed: async () => false }, (kind, name) => {
      changes.push([kind, name]);
    });
  });

  after(() => service.stop());

  it('creates, describes, lists and deletes, and tells every change', async () => {
    const arn = await hosting.createModel({ ModelName: 'made', PrimaryContainer: labelledModel });
    assert.match(arn, /:model\/made$/);
    await hosting.createEndpointConfig({
      EndpointConfigName: 'made-config',
      ProductionVariants: [variantOf('blue', 'made')],
    });
    await hosting.createEndpoint({ EndpointName: 'made-endpoint', EndpointConfigName: 'made-config' });
    assert.equal((await hosting.describeModel('made')).ModelName, 'made');
    assert.equal((await hosting.describeEndpointConfig('made-config')).EndpointConfigName, 'made-config');
    await untilStatus(service.sagemaker, 'made-endpoint', 'InService');
    const { items } = await hosting.list('endpoint');
    assert.deepEqual(
      items.map(({ kind, name, status }) => [kind, name, status]),
      [['endpoint', 'made-endpoint', 'InService']],
    );
    assert.ok(items[0]?.lastModifiedTime instanceof Date);
    await hosting.delete('endpoint', 'made-endpoint');
    await hosting.delete('endpointConfig', 'made-config');
    await hosting.delete('model', 'made');
    assert.deepEqual(changes, [
      ['model', 'made'],
      ['endpointConfig', 'made-config'],
      ['endpoint', 'made-endpoint'],
      ['endpoint', 'made-endpoint'],
      ['endpointConfig', 'made-config'],
      ['model', 'made'],
    ]);
  });

  it('lists page by page, newest first', async () => {
    for (const name of ['a', 'b', 'c']) await createModel(service.sagemaker, `paged-${name}`);
    const first = await hosting.list('model', { maxResults: 2, nameContains: 'paged' });
    assert.equal(first.items.length, 2);
    assert.ok(first.nextToken);
    const rest = await hosting.list('model', { maxResults: 2, nameContains: 'paged', nextToken: first.nextToken });
    assert.deepEqual(
      [...first.items, ...rest.items].map(({ name }) => name),
      ['paged-c', 'paged-b', 'paged-a'],
    );
    assert.equal(rest.nextToken, undefined);
  });

  it('shows what came over the wire of an invocation', async () => {
    await createModel(service.sagemaker, 'blue');
    await createConfig(service.sagemaker, 'wire', variantOf('blue', 'blue'));
    await createEndpoint(service.sagemaker, 'wire', 'wire');
    const response = await hosting.invoke({
      endpointName: 'wire',
      body: new TextEncoder().encode('{}'),
      contentType: 'application/json',
      accept: 'application/json',
      customAttributes: 'trace=1',
    });
    assert.equal(response.status, 200);
    assert.equal(response.invokedProductionVariant, 'blue');
    assert.equal(response.headers['x-amzn-invoked-production-variant'], 'blue');
    assert.equal(response.headers['content-type'], response.contentType);
    assert.equal(JSON.parse(new TextDecoder().decode(response.body)).label, 'blue');
    assert.ok(response.latencyMs > 0 && response.latencyMs < 60_000);
  });

  it('says within seconds that a place does not answer', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const clients = createClients({
      region: 'us-east-1',
      endpointUrl: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
      credentials: { accessKeyId: 'a', secretAccessKey: 's' },
    });
    const waiting = new SdkHosting({ clients: async () => clients, failed: async () => false }, () => undefined);
    await assert.rejects(waiting.list('model'), (error: unknown) => explain(error).kind === 'timeout');
    silent.closeAllConnections();
    silent.close();
  });

  it('gives the service’s refusals as they are', async () => {
    await assert.rejects(hosting.describeModel('nowhere'), (error: unknown) => {
      assert.equal(explain(error).kind, 'notFound');
      return true;
    });
  });

  it('does not begin a call that is cancelled already', async () => {
    const abort = new AbortController();
    abort.abort();
    await assert.rejects(hosting.describeModel('blue', abort.signal), (error: unknown) => {
      assert.equal(explain(error).kind, 'cancelled');
      return true;
    });
  });

  it('need not wait for clients when it is cancelled', async () => {
    const abort = new AbortController();
    const waiting = new SdkHosting(
      { clients: () => new Promise(() => undefined), failed: async () => false },
      () => undefined,
    );
    const call = waiting.list('model', { signal: abort.signal });
    abort.abort();
    await assert.rejects(call, (error: unknown) => explain(error).kind === 'cancelled');
  });

  it('tries once more where a new service has taken the place of one that is gone', async () => {
    const gone = createClients({
      region: 'us-east-1',
      endpointUrl: 'http://127.0.0.1:1',
      credentials: { accessKeyId: 'a', secretAccessKey: 's' },
    });
    const { url, region, ...credentials } = service.ready;
    let clients = gone;
    const renewed = new SdkHosting(
      {
        clients: async () => clients,
        failed: async () => {
          clients = createClients({ region, endpointUrl: url, credentials });
          return true;
        },
      },
      () => undefined,
    );
    assert.ok((await renewed.list('model')).items.length > 0);
  });
});
