import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { exitSentence, failedPingReason, MAX_FAILURE_REASON } from '../../src/local/fleet/failureReason.ts';
import { InstanceLog } from '../../src/local/fleet/instanceLog.ts';
import { StartSlots } from '../../src/local/fleet/startSlots.ts';
import { pauseAfter } from '../../src/local/fleet/timings.ts';
import { Waiters } from '../../src/local/fleet/waiters.ts';

const live = new AbortController().signal;

describe('a failure reason', () => {
  it('begins in SageMaker’s words and ends with the program’s', () => {
    assert.equal(
      failedPingReason('A', exitSentence({ code: 1, signal: null }), ['one', 'two']),
      'The primary container for production variant A did not pass the ping health check. Its program exited with code 1. ' +
        'The last lines of its output:\none\ntwo',
    );
    assert.equal(exitSentence({ code: null, signal: 'SIGKILL' }), 'Its program was ended by SIGKILL.');
  });

  it('is never longer than the API allows, and keeps the last of the output', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 3_000 }), fc.array(fc.string({ maxLength: 500 })), (why, output) => {
        assert.ok(failedPingReason('A', why, output).length <= MAX_FAILURE_REASON);
      }),
    );
    assert.match(failedPingReason('A', 'Why.', ['x'.repeat(5_000), 'the end']), /…x+\nthe end$/);
  });
});

describe('the pauses between attempts', () => {
  it('double from the shortest to the longest', () => {
    const pauses = [1, 2, 3, 6, 1_000].map((failures) => pauseAfter(failures, 1_000, 30_000));
    assert.deepEqual(pauses, [1_000, 2_000, 4_000, 30_000, 30_000]);
  });
});

describe('start slots', () => {
  it('are held by no more than there are, and handed on in order', async () => {
    const slots = new StartSlots(2);
    const releases = [await slots.acquire(live), await slots.acquire(live)];
    const order: number[] = [];
    const turn = async (place: number): Promise<() => void> => {
      const release = await slots.acquire(live);
      order.push(place);
      return release;
    };
    const third = turn(3);
    const fourth = turn(4);
    assert.deepEqual(order, []);
    releases[0]?.();
    releases[0]?.();
    (await third)();
    (await fourth)();
    assert.deepEqual(order, [3, 4]);
  });

  it('go past those who have left the queue', async () => {
    const slots = new StartSlots(1);
    const release = await slots.acquire(live);
    const leaving = new AbortController();
    const left = slots.acquire(leaving.signal);
    const next = slots.acquire(live);
    leaving.abort(new Error('gone'));
    await assert.rejects(left, /gone/);
    release();
    (await next)();
  });
});

describe('waiting for a change', () => {
  it('ends with the change, with the time, or with the caller', async () => {
    const waiters = new Waiters();
    const changed = waiters.wait(60_000, live);
    waiters.wake();
    await changed;
    await waiters.wait(1, live);
    const leaving = new AbortController();
    const left = waiters.wait(60_000, leaving.signal);
    leaving.abort(new Error('gone'));
    await assert.rejects(left, /gone/);
  });
});

describe('an instance’s log', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'log-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('holds every line, in order', async () => {
    const log = new InstanceLog(join(folder, 'shop', 'i-1.log'));
    for (let line = 0; line < 1_000; line += 1) log.write(`line ${line}`);
    await log.close();
    const lines = (await readFile(log.file, 'utf8')).trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => line.replace(/^\S+Z /, '')),
      Array.from({ length: 1_000 }, (_, line) => `line ${line}`),
    );
  });

  it('keeps the file before when one is full, and nothing older', async () => {
    const log = new InstanceLog(join(folder, 'i-1.log'), 1_000);
    for (let line = 0; line < 50; line += 1) {
      log.write(`line ${line} ${'x'.repeat(100)}`);
      await log.close();
    }
    assert.deepEqual((await readdir(folder)).sort(), ['i-1.1.log', 'i-1.log']);
    assert.match(await readFile(log.file, 'utf8'), /line 49/);
    for (const name of await readdir(folder)) assert.ok((await stat(join(folder, name))).size < 1_300);
  });

  it('drops what comes faster than the disk takes it, and says how much', async () => {
    const log = new InstanceLog(join(folder, 'i-1.log'));
    for (let line = 0; line < 5_000; line += 1) log.write('x'.repeat(1_000));
    await log.close();
    const text = await readFile(log.file, 'utf8');
    assert.ok(text.length < 2_000_000);
    assert.match(text, /\(\d+ lines were written too fast to be kept\)/);
  });

  it('never fails its writer when it can not be written', async () => {
    const log = new InstanceLog(join(folder, 'i-1.log', 'no', 'folder.log'));
    await writeFile(join(folder, 'i-1.log'), 'a file where a folder should be');
    log.write('lost');
    await log.close();
  });

  it('lives in a folder that holds the newest twenty', async () => {
    for (let instance = 0; instance < 25; instance += 1) {
      const log = new InstanceLog(join(folder, `i-${instance}.log`));
      log.write('up');
      await log.close();
    }
    const names = await readdir(folder);
    assert.equal(names.length, 20);
    assert.ok(names.includes('i-24.log'));
  });
});
