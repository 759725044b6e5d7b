import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { ContainerHarness, get, isAlive, onnxHost, until, urlOf } from './containerHarness.ts';

const program = { image: 'local/node', modelDataUrl: urlOf('test/local/fixtures/program') };

describe('Container local/node', () => {
  let harness: ContainerHarness;

  beforeEach(async () => {
    harness = await ContainerHarness.create();
  });

  afterEach(() => harness.dispose());

  it('runs the artifact’s program with "serve", in the unpacked folder', async () => {
    const container = await harness.startHealthy(program);
    const seen = JSON.parse((await get(container, '/environment')).text);
    assert.deepEqual(seen.argv, ['serve']);
    assert.equal(seen.cwd, seen.SAGEMAKER_MODEL_DIR);
    assert.equal(seen.SAGEMAKER_BIND_TO_PORT, String(container.port));
  });

  it('hands the model’s Environment on, and none of the service’s secrets', async () => {
    process.env.AWS_SECRET_ACCESS_KEY = 'hidden';
    process.env.SAGEMAKER_LOCAL_SECRET_ACCESS_KEY = 'hidden';
    try {
      const container = await harness.startHealthy({ ...program, environment: { THRESHOLD: '0.5' } });
      const { text } = await get(container, '/environment');
      assert.equal(JSON.parse(text).THRESHOLD, '0.5');
      assert.equal(JSON.parse(text).PATH, process.env.PATH);
      assert.doesNotMatch(text, /hidden/);
    } finally {
      delete process.env.AWS_SECRET_ACCESS_KEY;
      delete process.env.SAGEMAKER_LOCAL_SECRET_ACCESS_KEY;
    }
  });

  it('keeps what the program wrote, and tells how it ended', async () => {
    const container = await harness.startHealthy(program);
    await get(container, '/exit').catch(() => undefined);
    assert.deepEqual(await container.exited, { code: 7, signal: null });
    assert.deepEqual([...container.recentOutput()].sort(), ['a word on standard error', 'listening']);
  });

  it('is stopped by SIGTERM, as often as one likes', async () => {
    const container = await harness.startHealthy(program);
    await Promise.all([container.stop(), container.stop()]);
    await container.stop();
    assert.deepEqual(await container.exited, { code: null, signal: 'SIGTERM' });
  });

  it('is killed when it ignores SIGTERM for longer than the grace', async () => {
    const container = await harness.startHealthy(program);
    await get(container, '/ignore-sigterm');
    await container.stop(50);
    assert.deepEqual(await container.exited, { code: null, signal: 'SIGKILL' });
    assert.ok(container.recentOutput().includes('ignored'));
  });

  it('takes along what it has started', async () => {
    const container = await harness.startHealthy(program);
    const helper = Number((await get(container, '/helper')).text);
    assert.ok(isAlive(helper));
    await container.stop();
    await until(() => !isAlive(helper));
  });

  it('takes the entry that package.json names', async () => {
    const folder = join(harness.directory, 'packaged');
    await mkdir(folder);
    await writeFile(join(folder, 'package.json'), '{"type":"module","main":"start.js"}');
    await writeFile(join(folder, 'start.js'), 'console.log("from main");');
    const container = await harness.start({ image: 'local/node', modelDataUrl: urlOf(folder) });
    await container.exited;
    assert.deepEqual(container.recentOutput(), ['from main']);
  });

  it('refuses an artifact without a program', async () => {
    await assert.rejects(harness.start({ image: 'local/node', modelDataUrl: urlOf('examples/language-id/payloads') }), {
      name: 'ContainerStartError',
      message: /holds no program for the image local\/node: give package\.json a "main", or add one of serve\.mjs/,
    });
  });

  it('refuses an image that Local has no launcher for', async () => {
    await assert.rejects(harness.start({ ...program, image: '123.dkr.ecr.eu-west-1.amazonaws.com/mine:1' }), {
      name: 'ContainerStartError',
      message: /can't run in Local: use local\/onnx or local\/node/,
    });
  });

  it('starts nothing once it was aborted', async () => {
    const options = { instanceDirectory: join(harness.directory, 'never'), signal: AbortSignal.abort() };
    await assert.rejects(harness.runtime.start({ ...program, environment: {} }, options), { name: 'AbortError' });
  });

  for (const [what, trouble] of [
    ['idle', undefined],
    ['in an endless loop', '/never-return'],
  ] as const) {
    it(`ends when its parent is killed, even ${what}`, async () => {
      const parent = await startParent(harness.directory, program);
      if (trouble) {
        await until(async () => (await get(parent, '/ping').catch(() => undefined))?.status === 200);
        void get(parent, trouble).catch(() => undefined);
      }
      process.kill(parent.pid, 'SIGKILL');
      await until(() => !isAlive(parent.containerPid));
    });
  }

  it('is not kept alive by the watch over its parent', async () => {
    const folder = join(harness.directory, 'brief');
    await mkdir(folder);
    await writeFile(join(folder, 'index.mjs'), 'console.log("done");');
    const container = await harness.start({ image: 'local/node', modelDataUrl: urlOf(folder) });
    assert.deepEqual(await container.exited, { code: 0, signal: null });
  });
});

describe('Container local/onnx', () => {
  it('ends when its parent is killed', async () => {
    const harness = await ContainerHarness.create();
    const modelDataUrl = urlOf('examples/language-id/artifacts/lande-fp32.tar.gz');
    const parent = await startParent(harness.directory, { image: 'local/onnx', modelDataUrl });
    process.kill(parent.pid, 'SIGKILL');
    await until(() => !isAlive(parent.containerPid));
    await harness.dispose();
  });
});

async function startParent(
  directory: string,
  spec: { image: string; modelDataUrl: string },
): Promise<{ pid: number; containerPid: number; port: number }> {
  const outfile = join(directory, 'parent.mjs');
  await build({
    entryPoints: [resolve('test/local/fixtures/containerParent.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    mainFields: ['module', 'main'],
    banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
  });
  const { image, modelDataUrl } = spec;
  const args = [outfile, directory, image, modelDataUrl, onnxHost.host, onnxHost.runtimeDirectory];
  const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface(parent.stdout), 'line');
  const { pid: containerPid, port } = JSON.parse(line);
  assert.ok(parent.pid !== undefined && isAlive(containerPid));
  return { pid: parent.pid, containerPid, port };
}
