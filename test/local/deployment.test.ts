import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { existingResources, namesInUse } from '../../src/deploy/existing.ts';
import { type DeploymentStep, deploy } from '../../src/hosting/deployment.ts';
import { type DeploymentPlan, type DeploymentSpec, planDeployment } from '../../src/hosting/deploymentPlan.ts';
import type { Hosting } from '../../src/hosting/hosting.ts';
import { explain } from '../../src/hosting/problems.ts';
import { remove } from '../../src/hosting/removal.ts';
import { createClients } from '../../src/hosting/sdk.ts';
import { SdkHosting } from '../../src/hosting/sdkHosting.ts';
import { leftoversOf, lookUpUsage, usersOf } from '../../src/hosting/usage.ts';
import { root } from '../workbench/harness/paths.mjs';
import { startService, type TestService } from './service.ts';

/** A program that follows the container contract, but only after a while, in milliseconds. */
const slowProgram = (wait: number) => `
import { createServer } from 'node:http';
setTimeout(() => createServer((_, response) => response.end()).listen(process.env.SAGEMAKER_BIND_TO_PORT), ${wait});
`;

const brokenProgram = `
console.error('no weights found in /opt/ml/model');
process.exit(3);
`;

describe('a deployment', function () {
  this.timeout(60_000);
  let service: TestService;
  let hosting: Hosting;
  let folder: string;

  beforeEach(async () => {
    service = await startService();
    folder = await mkdtemp(join(tmpdir(), 'sagemaker-deployment-'));
    const { url, region, accessKeyId, secretAccessKey } = service.ready;
    const clients = createClients({ region, endpointUrl: url, credentials: { accessKeyId, secretAccessKey } });
    hosting = new SdkHosting({ clients: async () => clients, failed: async () => false }, () => undefined);
  });

  afterEach(async () => {
    await service.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const sample = (name: string) => pathToFileURL(join(root, 'examples/language-id/artifacts', name)).href;

  function spec(endpointName: string, ...artifacts: string[]): DeploymentSpec {
    const variants = artifacts.map((modelDataUrl, index) => ({
      name: `variant-${index + 1}`,
      modelDataUrl,
      image: modelDataUrl.endsWith('.tar.gz') ? 'local/onnx' : 'local/node',
      instanceType: 'ml.m5.large',
      instanceCount: 1,
      weight: 1,
    }));
    return { endpointName, variants };
  }

  async function plan(wanted: DeploymentSpec): Promise<DeploymentPlan> {
    const names = await namesInUse(hosting, wanted.endpointName, new AbortController().signal);
    return planDeployment(wanted, await existingResources(hosting, wanted, names, new AbortController().signal));
  }

  async function program(source: string): Promise<string> {
    await writeFile(join(folder, 'serve.mjs'), source);
    return pathToFileURL(folder).href;
  }

  async function run(planned: DeploymentPlan, signal = new AbortController().signal) {
    const seen: string[] = [];
    const onProgress = (steps: readonly DeploymentStep[]) => {
      const words = steps.map(({ kind, state }) => `${kind} ${state}`).join(', ');
      if (seen.at(-1) !== words) seen.push(words);
    };
    return { outcome: await deploy(hosting, planned, { signal, intervalMs: 50, onProgress }), seen };
  }

  async function names(): Promise<string[]> {
    const pages = await Promise.all([hosting.list('endpoint'), hosting.list('endpointConfig'), hosting.list('model')]);
    return pages.flatMap(({ items }) => items.map(({ name }) => name));
  }

  it('takes one step after the other and ends with the endpoint in service', async () => {
    const { outcome, seen } = await run(await plan(spec('shop', sample('lande-fp32.tar.gz'))));
    assert.equal(outcome.kind, 'inService');
    assert.deepEqual(seen, [
      'model waiting, endpointConfig waiting, endpoint waiting, inService waiting',
      'model running, endpointConfig waiting, endpoint waiting, inService waiting',
      'model done, endpointConfig waiting, endpoint waiting, inService waiting',
      'model done, endpointConfig running, endpoint waiting, inService waiting',
      'model done, endpointConfig done, endpoint waiting, inService waiting',
      'model done, endpointConfig done, endpoint running, inService waiting',
      'model done, endpointConfig done, endpoint done, inService waiting',
      'model done, endpointConfig done, endpoint done, inService running',
      'model done, endpointConfig done, endpoint done, inService done',
    ]);
    const body = Buffer.from('{"text":"Wo ist der Bahnhof?"}');
    const answer = await hosting.invoke({ endpointName: 'shop', body, contentType: 'application/json' });
    assert.match(Buffer.from(answer.body).toString(), /"deu"/);
  });

  it('that could not bring up its container tells the container’s own words, and is removed without a trace', async () => {
    const { outcome } = await run(await plan(spec('shop', await program(brokenProgram))));
    assert.equal(outcome.kind, 'failed');
    assert.match(outcome.kind === 'failed' ? outcome.reason : '', /no weights found/);
    assert.deepEqual(
      outcome.made.map(({ name }) => name),
      ['shop-variant-1', 'shop-config', 'shop'],
    );
    const removal = await remove(hosting, outcome.made, { signal: new AbortController().signal, intervalMs: 50 });
    assert.equal(removal.kind, 'removed');
    assert.deepEqual(
      removal.removed.map(({ kind }) => kind),
      ['endpoint', 'endpointConfig', 'model'],
    );
    assert.deepEqual(await names(), []);
  });

  it('cancelled while the endpoint is being created names what it made, and can be removed', async () => {
    const stop = new AbortController();
    const planned = await plan(spec('shop', await program(slowProgram(1_500))));
    const running = deploy(hosting, planned, {
      signal: stop.signal,
      intervalMs: 50,
      onProgress: (steps) => {
        if (steps.at(-1)?.state === 'running') stop.abort();
      },
    });
    const outcome = await running;
    assert.equal(outcome.kind, 'cancelled');
    assert.deepEqual(
      outcome.made.map(({ kind }) => kind),
      ['model', 'endpointConfig', 'endpoint'],
    );
    const removal = await remove(hosting, outcome.made, { signal: new AbortController().signal, intervalMs: 50 });
    assert.equal(removal.kind, 'removed');
    assert.deepEqual(await names(), []);
  });

  it('cancelled before it began makes nothing', async () => {
    const { outcome } = await run(await plan(spec('shop', sample('lande-fp32.tar.gz'))), AbortSignal.abort());
    assert.deepEqual(outcome, { kind: 'cancelled', made: [] });
    assert.deepEqual(await names(), []);
  });

  it('that the service refuses tells why, and what it made up to there', async () => {
    const planned = await plan(spec('shop', sample('lande-fp32.tar.gz')));
    await run(planned);
    const second = await plan(spec('shop', sample('lande-int8.tar.gz')));
    assert.notEqual(second.models[0]?.input.ModelName, planned.models[0]?.input.ModelName);
    const { outcome } = await run(second);
    assert.equal(outcome.kind, 'refused');
    assert.equal(outcome.kind === 'refused' && explain(outcome.error).title, 'The name is taken');
    assert.deepEqual(
      outcome.made.map(({ name }) => name),
      ['shop-variant-1-2', 'shop-config-2'],
    );
  });

  it('after an earlier try was kept uses what that has left behind', async () => {
    const wanted = spec('shop', sample('lande-fp32.tar.gz'), sample('lande-int8.tar.gz'));
    const { outcome } = await run(await plan(wanted));
    await remove(hosting, outcome.made.slice(-1), { signal: new AbortController().signal, intervalMs: 50 });
    const second = await plan(wanted);
    assert.ok(second.models.every(({ exists }) => exists) && second.endpointConfig.exists);
    const { outcome: again } = await run(second);
    assert.equal(again.kind, 'inService');
    assert.deepEqual(again.made, [{ kind: 'endpoint', name: 'shop' }]);
  });

  it('is found by what looks for the users of its parts', async () => {
    await run(await plan(spec('shop', sample('lande-fp32.tar.gz'), sample('lande-int8.tar.gz'))));
    const usage = await lookUpUsage(hosting, { endpointConfigs: true }, new AbortController().signal);
    assert.equal(usage.isComplete, true);
    assert.deepEqual(usersOf('model', 'shop-variant-2', usage), {
      endpoints: ['shop'],
      endpointConfigs: ['shop-config'],
    });
    assert.deepEqual(leftoversOf('shop', usage), {
      endpointConfig: 'shop-config',
      configUsedBy: [],
      models: ['shop-variant-1', 'shop-variant-2'],
      sharedModels: [],
    });
  });

  it('goes on when the service could not be reached for a moment', async () => {
    const planned = await plan(spec('shop', await program(slowProgram(500))));
    const { url, region, accessKeyId, secretAccessKey } = service.ready;
    const credentials = { accessKeyId, secretAccessKey };
    const present = createClients({ region, endpointUrl: url, credentials });
    const absent = createClients({ region, endpointUrl: 'http://127.0.0.1:9', credentials });
    let absences = 0;
    const shaky = new SdkHosting(
      { clients: async () => (absences-- > 0 ? absent : present), failed: async () => false },
      () => undefined,
    );
    const options = {
      signal: new AbortController().signal,
      intervalMs: 50,
      onProgress: (steps: readonly DeploymentStep[]) => {
        if (steps.at(-1)?.state === 'running') absences = 3;
      },
    };
    assert.equal((await deploy(shaky, planned, options)).kind, 'inService');
    assert.ok(absences <= 0);
  });

  it('ends, with what it made, when the service stays away', async () => {
    const planned = await plan(spec('shop', sample('lande-fp32.tar.gz')));
    const watched = deploy(hosting, planned, {
      signal: new AbortController().signal,
      intervalMs: 1,
      onProgress: (steps) => {
        if (steps.at(-1)?.state === 'running') void service.stop();
      },
    });
    const outcome = await watched;
    assert.equal(outcome.kind, 'refused');
    assert.equal(outcome.made.length, 3);
  });

  it('can be removed twice: what is gone already counts as removed', async () => {
    const { outcome } = await run(await plan(spec('shop', sample('lande-fp32.tar.gz'))));
    const options = { signal: new AbortController().signal, intervalMs: 50 };
    assert.equal((await remove(hosting, outcome.made, options)).kind, 'removed');
    assert.equal((await remove(hosting, outcome.made, options)).kind, 'removed');
  });
});
