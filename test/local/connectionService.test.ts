import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { LocalState } from '../../src/connections/connection.ts';
import { LocalService, type LocalServiceOptions } from '../../src/connections/localService.ts';
import { LocalServiceError, UntrustedWorkspaceError } from '../../src/hosting/problems.ts';
import { until } from './resources.ts';
import { temporaryDirectory } from './service.ts';

describe('The local service as the extension runs it', () => {
  let folder: string;
  let services: LocalService[];

  beforeEach(async () => {
    folder = await temporaryDirectory();
    services = [];
  });

  afterEach(async () => {
    // Those that share another's service leave first.
    for (const service of services.reverse()) await service.stop().catch(() => service.dispose());
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('starts nothing until it is asked, and then once however many ask', async () => {
    const { service, states } = make();
    assert.deepEqual(service.state, { kind: 'stopped' });
    const [first, second] = await Promise.all([service.ready(), service.ready()]);
    assert.equal(first, second);
    assert.deepEqual(states, [{ kind: 'starting' }, { kind: 'running', url: first.url }]);
  });

  it('ends when it is stopped, and starts again at the next use', async () => {
    const { service } = make();
    const { url } = await service.ready();
    await service.stop();
    assert.deepEqual(service.state, { kind: 'stopped' });
    await assert.rejects(fetch(url));
    assert.ok(await answers((await service.ready()).url));
  });

  it('is this window’s own when it is started again at once', async () => {
    const { service, states } = make();
    const before = await service.ready();
    const stopping = service.stop();
    const after = await service.ready();
    await stopping;
    assert.notEqual(after.accessKeyId, before.accessKeyId);
    assert.equal(service.runsElsewhere, false);
    assert.deepEqual(
      states.map(({ kind }) => kind),
      ['starting', 'running', 'stopped', 'starting', 'running'],
    );
    assert.ok(await answers(after.url));
  });

  it('can be stopped while it starts', async () => {
    const { service } = make();
    const ready = service.ready();
    await service.stop();
    await assert.rejects(ready, { name: 'CancelledError' });
    assert.deepEqual(service.state, { kind: 'stopped' });
  });

  it('is waited for by a call that met it dead', async () => {
    const { service } = make();
    const before = await service.ready();
    process.kill(await pidOf(folder), 'SIGKILL');
    assert.equal(await service.unreachable(), true);
    const after = await service.ready();
    assert.notEqual(after.accessKeyId, before.accessKeyId);
    assert.ok(await answers(after.url));
  });

  it('says nothing more once the window has closed', async () => {
    const { service, states, lines } = make();
    await service.ready();
    const pid = await pidOf(folder);
    service.dispose();
    const said = lines.length;
    await until(async () => (isAlive(pid) ? undefined : true));
    assert.equal(lines.length, said);
    assert.equal(states.at(-1)?.kind, 'running');
  });

  it('comes back by itself with a new key pair when it is killed', async () => {
    const { service } = make();
    const before = await service.ready();
    process.kill(await pidOf(folder), 'SIGKILL');
    const after = await until(async () => {
      const ready = await service.ready();
      return ready === before ? undefined : ready;
    });
    assert.notEqual(after.accessKeyId, before.accessKeyId);
    assert.ok(await answers(after.url));
  });

  it('is shared by two windows, and the second takes over when the first closes', async () => {
    const first = make().service;
    const second = make().service;
    const { url } = await first.ready();
    assert.equal((await second.ready()).url, url);
    assert.equal(second.runsElsewhere, true);
    await assert.rejects(second.stop(), /Another window/);
    first.dispose();
    await until(async () => (second.state.kind === 'running' && !second.runsElsewhere ? true : undefined));
    assert.ok(await answers((await second.ready()).url));
  });

  it('gives up when it ends three times within a minute, says why, and can be started again', async () => {
    const program = join(folder, 'program.mjs');
    await writeFile(program, 'console.error("no luck today"); process.exit(1);');
    const { service } = make({ entry: program });
    await assert.rejects(service.ready(), (error: unknown) => {
      assert.ok(error instanceof LocalServiceError);
      assert.match(error.message, /3 times within a minute.*exit code 1.*no luck today/);
      return true;
    });
    assert.equal(service.state.kind, 'failed');
    await assert.rejects(service.ready(), LocalServiceError);
    await writeFile(
      program,
      `console.log(JSON.stringify({ url: 'http://127.0.0.1:9', region: 'r', accessKeyId: 'a', secretAccessKey: 's' }));
       process.stdin.resume().on('end', () => process.exit(0));`,
    );
    await service.start();
    assert.equal(service.state.kind, 'running');
  });

  it('refuses what is no ready line without showing it', async () => {
    const program = join(folder, 'program.mjs');
    await writeFile(program, 'console.log(\'{"secretAccessKey":"hush"}\'); setInterval(() => {}, 1e6);');
    await assert.rejects(make({ entry: program }).service.ready(), (error: unknown) => {
      assert.ok(error instanceof LocalServiceError);
      assert.match(error.message, /did not say where it serves/);
      assert.doesNotMatch(error.message, /hush/);
      return true;
    });
  });

  it('does not start in a workspace that is not trusted', async () => {
    const { service, states } = make({ isTrusted: () => false });
    await assert.rejects(service.ready(), UntrustedWorkspaceError);
    assert.deepEqual(states, []);
  });

  it('says at once what is wrong with its data folder', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const { service, states } = make({ dataFolder: () => join(file, 'below') });
    await assert.rejects(service.ready(), /cannot be made/);
    assert.deepEqual(
      states.map(({ kind }) => kind),
      ['starting', 'failed'],
    );
  });

  it('passes its log on, line by line, without its key pair', async () => {
    const { service, lines } = make();
    const { secretAccessKey } = await service.ready();
    await service.stop();
    assert.ok(lines.some((line) => line.includes('ready')));
    assert.ok(!lines.join('\n').includes(secretAccessKey));
  });

  function make(options: Partial<LocalServiceOptions> = {}) {
    const states: LocalState[] = [];
    const lines: string[] = [];
    const service = new LocalService({
      entry: resolve('dist/local/main.js'),
      dataFolder: () => folder,
      isTrusted: () => true,
      onState: (state) => states.push(state),
      onLogLine: (line) => lines.push(line),
      ...options,
    });
    services.push(service);
    return { service, states, lines };
  }
});

async function answers(url: string): Promise<boolean> {
  return (await fetch(url, { method: 'POST' })).status === 403;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function pidOf(folder: string): Promise<number> {
  const { pid } = JSON.parse(await readFile(join(folder, 'service.json'), 'utf8')) as { pid: number };
  return pid;
}
