import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createConfig, createEndpoint, createModel, untilStatus, variantOf } from './resources.ts';
import { runService, startService, temporaryDirectory, useDataDirectory } from './service.ts';

describe('One service serves a data folder', () => {
  const data = useDataDirectory();
  const { start } = data;
  const serviceFile = () => join(data.path(), 'service.json');

  it('a second start names the running service', async () => {
    const service = await start();
    const second = await runService(['--data', data.path()]);
    assert.deepEqual([second.code, second.stdout], [3, '']);
    assert.ok(
      second.stderr.includes(`is served already, at ${service.ready.url} by process ${service.pid}.`),
      second.stderr,
    );
    const { port } = new URL(service.ready.url);
    assert.equal((await runService(['--data', data.path(), '--port', port])).code, 3);
    await createModel(service.sagemaker, 'still-serving');
  });

  it('a killed service is succeeded at once, though its files are still there', async () => {
    const service = await start();
    await service.kill();
    assert.equal(JSON.parse(await readFile(serviceFile(), 'utf8')).pid, service.pid);
    const successor = await start();
    await createModel(successor.sagemaker, 'm');
  });

  it('a process or a port that was given to somebody else does not pass for the killed service', async () => {
    const service = await start();
    await service.kill();
    const [generation = ''] = await readdir(join(data.path(), 'lock'));
    const ownerFile = join(data.path(), 'lock', generation, 'owner.json');
    const otherFolder = await temporaryDirectory();
    const stranger = await startService({ dataDirectory: otherFolder });
    const owner = JSON.parse(await readFile(ownerFile, 'utf8'));
    await writeFile(ownerFile, JSON.stringify({ ...owner, pid: stranger.pid, url: stranger.ready.url }));
    const successor = await start();
    await createModel(successor.sagemaker, 'm');
    await stranger.kill();
    await stranger.removeData();
  });

  it('a service that is suspended still holds it', async function () {
    if (process.platform === 'win32') this.skip();
    const service = await start();
    process.kill(service.pid, 'SIGSTOP');
    const second = await runService(['--data', data.path()]);
    process.kill(service.pid, 'SIGCONT');
    assert.equal(second.code, 3, second.stderr);
  });

  async function assertOneWins(): Promise<void> {
    const starts = await Promise.allSettled(Array.from({ length: 5 }, () => start()));
    const refusals = starts.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []));
    assert.equal(refusals.length, starts.length - 1);
    for (const refusal of refusals) assert.match(refusal, /\(3\):\n.* is served already/);
  }

  it('of many starts at the same moment exactly one wins', assertOneWins);

  it('also in a folder whose service was killed', async () => {
    await (await start()).kill();
    await assertOneWins();
  });

  it('a start waits for a service that is just ending', async () => {
    const service = await start();
    await createModel(service.sagemaker, 'm');
    await createConfig(service.sagemaker, 'c', variantOf('v', 'm'));
    await createEndpoint(service.sagemaker, 'e', 'c');
    const ending = service.stop();
    const successor = await start();
    assert.equal((await ending).code, 0);
    await untilStatus(successor.sagemaker, 'e', 'InService');
  });
});
