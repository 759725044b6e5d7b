import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isAlive, until } from './containerHarness.ts';
import { deployment, FleetHarness, variant } from './fleetHarness.ts';

describe('an endpoint on real instances', () => {
  let harness: FleetHarness;
  beforeEach(async () => {
    harness = await FleetHarness.create();
  });
  afterEach(() => harness.dispose());

  it('goes from Creating to InService when every instance is healthy, and answers', async () => {
    const created = await harness.fleets.create('shop', deployment('one', variant('A', { instanceCount: 2 })));
    assert.equal(created.status, 'Creating');
    assert.equal(created.pending?.endpointConfigName, 'one');
    const view = await harness.settled('shop');
    assert.equal(view.variants[0]?.currentInstanceCount, 2);
    assert.equal(view.pending, undefined);
    assert.equal(view.record.arn, 'arn:aws:sagemaker:us-east-1:000000000000:endpoint/shop');
    assert.equal((await harness.ask('shop')).label, 'A');
  });

  it('is durable before it is visible, and its record follows', async () => {
    const creation = harness.fleets.create('shop', deployment('one', variant('A')));
    assert.deepEqual(harness.fleets.list(), []);
    await creation;
    assert.deepEqual(await phases(harness), { shop: 'creating' });
    await harness.settled('shop');
    assert.deepEqual(await phases(harness), { shop: 'inService' });
  });

  it('refuses a second endpoint of the name, also while the first is being recorded', async () => {
    const target = deployment('one', variant('A'));
    const [first, second] = await Promise.allSettled([
      harness.fleets.create('shop', target),
      harness.fleets.create('shop', target),
    ]);
    assert.equal(first.status, 'fulfilled');
    assert.match(
      String(second.status === 'rejected' && second.reason.message),
      /^Cannot create already existing endpoint "arn:/,
    );
  });

  it('fails at once, with the words of the program, when the program ends', async () => {
    await harness.fleets.create('shop', deployment('one', variant('A', { environment: { EXIT_AT_START: '3' } })));
    const view = await harness.outcome('shop');
    assert.equal(view.status, 'Failed');
    assert.match(
      view.failureReason ?? '',
      /^The primary container for production variant A did not pass the ping health check\. Its program exited with code 3\. The last lines of its output:\nModuleNotFoundError: no module named pandas$/,
    );
    await assert.rejects(
      harness.fleets.update('shop', () => deployment('two', variant('A'))),
      /can only be deleted/,
    );
    await assert.rejects(harness.invoke('shop'), /Endpoint shop of account 000000000000 not found\. It is Failed/);
    await harness.fleets.delete('shop');
    await harness.gone('shop');
  });

  it('fails when pings are answered badly until the startup time is over', async () => {
    const failing = variant('A', { startupTimeoutMs: 500, environment: { PING: 'failing' } });
    await harness.fleets.create('shop', deployment('one', failing));
    const { failureReason } = await harness.outcome('shop');
    assert.match(
      failureReason ?? '',
      /not healthy 0\.5 s after its start: GET \/ping was answered with 503 instead of 200\./,
    );
  });

  it('fails when pings are not answered until the startup time is over', async () => {
    const failing = variant('A', { startupTimeoutMs: 500, environment: { PING: 'silent' } });
    await harness.fleets.create('shop', deployment('one', failing));
    assert.equal((await harness.outcome('shop')).status, 'Failed');
  });

  it('fails when there is no artifact, and says which', async () => {
    const lost = variant('A');
    const container = { ...lost.container, modelDataUrl: 'file:///nowhere/model.tar.gz' };
    await harness.fleets.create('shop', deployment('one', { ...lost, container }));
    const { failureReason } = await harness.outcome('shop');
    assert.match(
      failureReason ?? '',
      /production variant A did not pass the ping health check\..*nowhere\/model\.tar\.gz/,
    );
  });

  it('leaves nothing behind when one of several variants fails', async () => {
    const broken = variant('B', { environment: { EXIT_AT_START: '1' } });
    await harness.fleets.create('shop', deployment('one', variant('A', { instanceCount: 2 }), broken));
    assert.match((await harness.outcome('shop')).failureReason ?? '', /production variant B/);
    await until(async () => (await readdir(join(harness.directory, 'instances'))).length === 0);
  });

  it('takes neither change nor deletion while it is Creating', async () => {
    await harness.fleets.create('shop', deployment('one', variant('A')));
    const inProgress = /^ValidationException: Cannot update in-progress endpoint "arn:.*endpoint\/shop"/;
    await assert.rejects(harness.fleets.delete('shop'), inProgress);
    await assert.rejects(
      harness.fleets.update('shop', () => deployment('two', variant('A'))),
      inProgress,
    );
    await assert.rejects(harness.fleets.change('shop', [{ variantName: 'A', weight: 2 }]), inProgress);
    await assert.rejects(harness.invoke('shop'), /not found\. It is Creating/);
    await harness.settled('shop');
  });

  it('finishes what is under way before it is deleted, and leaves only its logs', async () => {
    await harness.serve('shop', deployment('one', variant('A')));
    const underWay = harness.ask('shop', { sleep: 300 });
    await harness.fleets.delete('shop');
    assert.equal(harness.fleets.describe('shop').status, 'Deleting');
    await assert.rejects(harness.invoke('shop'), /not found\. It is Deleting/);
    const { pid } = await underWay;
    await harness.gone('shop');
    assert.equal(isAlive(pid), false);
    assert.deepEqual(await phases(harness), {});
    assert.deepEqual(await readdir(join(harness.directory, 'instances')), []);
    const [log = ''] = await readdir(join(harness.directory, 'logs/shop/A'));
    assert.match(await readFile(join(harness.directory, 'logs/shop/A', log), 'utf8'), /A listens/);
    assert.throws(() => harness.fleets.describe('shop'), /^ValidationException: Could not find endpoint "arn:/);
  });

  it('ends a program that does not heed SIGTERM', async () => {
    await harness.serve('shop', deployment('one', variant('A', { environment: { STUBBORN: 'yes' } })));
    const { pid } = await harness.ask('shop');
    await harness.fleets.delete('shop');
    await harness.gone('shop');
    assert.equal(isAlive(pid), false);
  });

  it('keeps trying to record what has happened, and shows it only then', async () => {
    const folder = join(harness.directory, 'endpoints');
    await harness.fleets.create('shop', deployment('one', variant('A')));
    await rename(folder, `${folder}.away`);
    await writeFile(folder, 'a file where a folder should be');
    await until(() => /endpoint record not saved/.test(harness.logged.join('')));
    assert.equal(harness.fleets.describe('shop').status, 'Creating');
    await assert.rejects(harness.fleets.create('other', deployment('one', variant('A'))));
    assert.equal(harness.fleets.list().length, 1);
    await rm(folder);
    await rename(`${folder}.away`, folder);
    await harness.settled('shop');
    assert.deepEqual(await phases(harness), { shop: 'inService' });
  });

  it('refuses more instances than the machine shall run', async () => {
    const creation = harness.fleets.create('shop', deployment('one', variant('A', { instanceCount: 65 })));
    await assert.rejects(creation, { name: 'ResourceLimitExceeded', status: 400 });
  });
});

describe('a service that starts again on its data folder', () => {
  let directory: string;
  let harness: FleetHarness;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'fleets-'));
    harness = await FleetHarness.over(directory);
  });
  afterEach(() => harness.dispose());

  async function restart(): Promise<void> {
    await harness.stop();
    harness = await FleetHarness.over(directory);
  }

  it('brings back what was InService, with its live weights and counts, and lets invocations wait for it', async () => {
    await harness.serve('shop', deployment('one', variant('A'), variant('B', { weight: 0 })));
    await harness.fleets.change('shop', [
      { variantName: 'A', weight: 0 },
      { variantName: 'B', weight: 3, instanceCount: 2 },
    ]);
    await harness.settled('shop');
    await restart();
    assert.equal(harness.fleets.describe('shop').status, 'SystemUpdating');
    await assert.rejects(harness.fleets.delete('shop'), /Cannot update in-progress endpoint/);
    assert.equal((await harness.ask('shop')).label, 'B');
    const view = await harness.settled('shop');
    assert.deepEqual(
      view.variants.map(({ currentWeight, currentInstanceCount }) => [currentWeight, currentInstanceCount]),
      [
        [0, 1],
        [3, 2],
      ],
    );
  });

  it('goes on with what was Creating', async () => {
    await harness.fleets.create('shop', deployment('one', variant('A')));
    await restart();
    assert.equal(harness.fleets.describe('shop').status, 'Creating');
    await harness.settled('shop');
  });

  it('goes on with what was Updating', async () => {
    await harness.serve('shop', deployment('one', variant('A')));
    await harness.fleets.update('shop', () => deployment('two', variant('B')));
    await restart();
    assert.equal(harness.fleets.describe('shop').status, 'Updating');
    assert.equal((await harness.settled('shop')).endpointConfigName, 'two');
    assert.equal((await harness.ask('shop')).label, 'B');
  });

  it('finishes what was Deleting', async () => {
    await harness.serve('shop', deployment('one', variant('A')));
    const record = { ...harness.fleets.describe('shop').record };
    await harness.stop();
    await harness.records.save({ ...record, phase: { kind: 'deleting', serving: deployment('one', variant('A')) } });
    harness = await FleetHarness.over(directory);
    await harness.gone('shop');
    assert.deepEqual(await harness.records.load(), []);
  });

  it('shows Failed and why while an instance can not come back, and InService when it is back', async () => {
    const needed = join(directory, 'needed');
    await writeFile(needed, '');
    await harness.serve('shop', deployment('one', variant('A', { environment: { NEEDS_FILE: needed } })));
    await rm(needed);
    await restart();
    const failed = await harness.outcome('shop');
    assert.equal(failed.status, 'Failed');
    assert.match(failed.failureReason ?? '', /needed is missing/);
    assert.deepEqual(await phases(harness), { shop: 'inService' });
    await writeFile(needed, '');
    await until(() => harness.fleets.describe('shop').status === 'InService');
    assert.equal((await harness.ask('shop')).label, 'A');
  });

  it('clears away the logs of endpoints that have been gone for a week', async () => {
    const logs = join(directory, 'logs');
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
    for (const [endpoint, days] of [
      ['long-gone', 8],
      ['just-gone', 6],
      ['shop', 8],
    ] as const) {
      const file = join(logs, endpoint, 'A', 'i-0123456789abcdef.log');
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, 'what it said');
      await utimes(file, daysAgo(days), daysAgo(days));
    }
    await harness.serve('shop', deployment('one', variant('A')));
    await restart();
    await until(() => !existsSync(join(logs, 'long-gone')));
    assert.deepEqual((await readdir(logs)).sort(), ['just-gone', 'shop']);
  });

  it('clears away the folders of instances that a killed service left', async () => {
    const leftover = join(directory, 'instances', 'i-0123456789abcdef');
    await harness.serve('shop', deployment('one', variant('A')));
    await harness.stop();
    assert.deepEqual(await readdir(join(directory, 'instances')), []);
    await writeFile(leftover, '');
    harness = await FleetHarness.over(directory);
    await until(() => !existsSync(leftover));
  });
});

async function phases(harness: FleetHarness): Promise<Record<string, string>> {
  return Object.fromEntries((await harness.records.load()).map(({ name, phase }) => [name, phase.kind]));
}
