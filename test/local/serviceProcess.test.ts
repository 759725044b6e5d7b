import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ListModelsCommand } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { localKeyVariables } from '../../src/api/local.ts';
import { createConfig, createEndpoint, createModel, refusalOf, until, variantOf } from './resources.ts';
import { clientsFor, runService, useDataDirectory } from './service.ts';

describe('The process of the local service', () => {
  const data = useDataDirectory();
  const { start } = data;
  const serviceFile = () => join(data.path(), 'service.json');

  it('says on one line that it is ready, and nothing else on standard output', async () => {
    const service = await start();
    assert.match(service.ready.url, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.equal(service.ready.region, 'us-east-1');
    await createModel(service.sagemaker, 'm');
    const { code, signal, stdout } = await service.stop();
    assert.deepEqual([code, signal], [0, null]);
    assert.equal(stdout, `${JSON.stringify(service.ready)}\n`);
  });

  it('takes its key pair from the environment', async () => {
    const environment = { [localKeyVariables.accessKeyId]: 'MINE', [localKeyVariables.secretAccessKey]: 'hush' };
    const service = await start({ environment });
    assert.deepEqual([service.ready.accessKeyId, service.ready.secretAccessKey], ['MINE', 'hush']);
    await createModel(service.sagemaker, 'm');
    const { stderr } = await service.stop();
    assert.ok(!stderr.includes('hush'));
  });

  it('refuses wrong arguments in one line, with exit code 2', async () => {
    for (const args of [['--port', 'x'], ['--nonsense'], ['extra']]) {
      const { code, stdout, stderr } = await runService(args);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /^[^\n]+ See --help\.\n$/);
    }
    const half = await runService(['--data', data.path()], { [localKeyVariables.accessKeyId]: 'MINE' });
    assert.deepEqual([half.code, half.stdout], [2, '']);
  });

  it('explains itself', async () => {
    const { code, stdout } = await runService(['--help']);
    assert.equal(code, 0);
    for (const option of ['--data', '--port', '--stop-with-parent']) assert.ok(stdout.includes(option));
  });

  it('says so when its port is taken or its folder can’t be made', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const taken = await runService(['--data', data.path(), '--port', String(port)]);
    other.close();
    assert.deepEqual([taken.code, taken.stdout], [1, '']);
    assert.match(
      taken.stderr,
      new RegExp(`^Port ${port} is taken by another program\\. Choose another one with --port`),
    );
    await writeFile(join(data.path(), 'file'), '');
    const unusable = await runService(['--data', join(data.path(), 'file', 'inside')]);
    assert.equal(unusable.code, 1);
    assert.match(unusable.stderr, /^The data folder \S+ can't be made\. Choose another one with --data\.: ENOTDIR/);
  });

  it('says so when its folder can’t be used, and what to do', async () => {
    for (const name of ['lock', 'models', 'tags', 'service.json']) {
      const dataDirectory = join(data.path(), `with-${name}`);
      const obstacle = join(dataDirectory, name);
      await (name === 'service.json' ? mkdir(obstacle, { recursive: true }) : mkdir(dataDirectory));
      if (name !== 'service.json') await writeFile(obstacle, '');
      const { code, stderr } = await runService(['--data', dataDirectory]);
      assert.equal(code, 1, name);
      const lastLine = stderr.trimEnd().split('\n').at(-1) ?? '';
      assert.match(
        lastLine,
        /^The data folder \S+ can't be used\. .* or choose another one with --data\.: E[A-Z]+/,
        name,
      );
    }
  });

  it('keeps what it writes to its user, also in a folder that others may read', async function () {
    if (process.platform === 'win32') this.skip();
    await chmod(data.path(), 0o755);
    const { sagemaker } = await start();
    await createModel(sagemaker, 'm');
    await createConfig(sagemaker, 'c', variantOf('v', 'm'));
    await createEndpoint(sagemaker, 'e', 'c');
    const folders = (await readdir(data.path(), { withFileTypes: true })).filter((entry) => entry.isDirectory());
    const modes = folders.map(async ({ name }) => [name, (await stat(join(data.path(), name))).mode & 0o777] as const);
    assert.ok(folders.length >= 7);
    for (const [name, mode] of await Promise.all(modes)) assert.equal(mode, 0o700, name);
  });

  it('ends when its parent’s end of standard input closes, if that was asked for', async () => {
    const service = await start({ moreArguments: ['--stop-with-parent'] });
    service.process.stdin?.end();
    const [code] = await once(service.process, 'exit');
    assert.equal(code, 0);
    const staying = await start();
    staying.process.stdin?.end();
    await createModel(staying.sagemaker, 'm');
    assert.equal(staying.process.exitCode, null);
  });

  describe('can be found', () => {
    it('by a file that only its user may read and that is gone when it has ended', async () => {
      const service = await start();
      const described = JSON.parse(await readFile(serviceFile(), 'utf8'));
      const { serviceId, ...rest } = described;
      assert.deepEqual(rest, { ...service.ready, pid: service.pid });
      assert.match(serviceId, /^[0-9a-f-]{36}$/);
      if (process.platform !== 'win32') assert.equal((await stat(serviceFile())).mode & 0o777, 0o600);
      await service.stop();
      await assert.rejects(stat(serviceFile()), { code: 'ENOENT' });
    });
  });

  it('answers what is under way before it ends', async () => {
    const service = await start();
    await createModel(service.sagemaker, 'm');
    await createConfig(service.sagemaker, 'c', variantOf('v', 'm'));
    await createEndpoint(service.sagemaker, 'e', 'c');
    const { runtime } = clientsFor(service.ready);
    const slow = runtime.send(new InvokeEndpointCommand({ EndpointName: 'e', Body: '{"sleep":600}' }));
    const quick = runtime.send(new InvokeEndpointCommand({ EndpointName: 'e', Body: '{"sleep":1}' }));
    assert.equal((await quick).$metadata.httpStatusCode, 200);
    const ending = service.stop();
    assert.equal(JSON.parse((await slow).Body.transformToString()).label, 'm');
    assert.equal((await ending).code, 0);
  });

  it('refuses what comes while it ends, and ends within its time', async () => {
    const service = await start();
    const { sagemaker } = clientsFor(service.ready);
    const ending = service.stop();
    const afterwards = await until(async () => {
      const refusal = await sagemaker.send(new ListModelsCommand({})).catch((error: Error) => error);
      return refusal instanceof Error ? refusal : pause(1).then(() => undefined);
    });
    assert.ok(['ServiceUnavailable', 'Error', 'TimeoutError'].includes(afterwards.name), String(afterwards));
    assert.equal((await ending).code, 0);
    assert.notEqual((await refusalOf(createModel(clientsFor(service.ready).sagemaker, 'm'))).message, '');
  });
});
