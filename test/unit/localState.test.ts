import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import * as v from 'valibot';
import { localArn } from '../../src/local/arn.ts';
import { createLog } from '../../src/local/log.ts';
import { createClock } from '../../src/local/state/clock.ts';
import { recordFileName } from '../../src/local/state/fileNames.ts';
import { KeyedQueue } from '../../src/local/state/keyedQueue.ts';
import { RecordFolder } from '../../src/local/state/recordFolder.ts';
import { tagsRecord } from '../../src/local/state/recordSchemas.ts';
import { TagStore } from '../../src/local/state/tagStore.ts';

const silent = createLog(() => undefined);
const schema = v.object({ name: v.string(), value: v.number() });

describe('A folder of records', () => {
  let path: string;
  let lines: string[];
  const folder = () =>
    new RecordFolder(
      path,
      schema,
      createLog((line) => lines.push(line)),
    );

  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), 'sagemaker-records-'));
    lines = [];
  });
  afterEach(() => rm(path, { recursive: true }));

  it('gives back what was saved last', async () => {
    const records = folder();
    await records.save({ name: 'a', value: 1 });
    await Promise.all([2, 3, 4].map((value) => records.save({ name: 'a', value })));
    await records.save({ name: 'b', value: 5 });
    await records.remove('b');
    assert.deepEqual(await folder().load(), [{ name: 'a', value: 4 }]);
  });

  it('keeps names apart that differ in capitals alone', async () => {
    const records = folder();
    await records.save({ name: 'Model', value: 1 });
    await records.save({ name: 'model', value: 2 });
    assert.equal((await folder().load()).length, 2);
    assert.equal(new Set((await readdir(path)).map((name) => name.toLowerCase())).size, 2);
  });

  it('sets a damaged file aside, says so, and loads the others', async () => {
    await folder().save({ name: 'good', value: 1 });
    const damaged = ['{"name":"torn","val', '{"name":"torn"}', '', '{"name":"other","value":1}'];
    for (const content of damaged) {
      lines = [];
      await writeFile(join(path, recordFileName('torn')), content);
      assert.deepEqual(await folder().load(), [{ name: 'good', value: 1 }]);
      assert.equal(await readFile(join(path, `${recordFileName('torn')}.damaged`), 'utf8'), content);
      assert.match(lines.join(''), /error damaged record set aside file=\S+r-torn\.json\.damaged/);
    }
  });

  it('does not take for damaged what it only can’t read now, and leaves it in its place', async () => {
    const fileName = recordFileName('unreadable');
    await mkdir(join(path, fileName));
    await assert.rejects(folder().load(), /^Error: The record \S+ can't be read\. Make it readable/);
    assert.deepEqual(await readdir(path), [fileName]);
  });

  it('removes what a crash left half written', async () => {
    await writeFile(join(path, 'left-over.tmp'), '{"na');
    assert.deepEqual(await folder().load(), []);
    assert.deepEqual(await readdir(path), []);
  });

  it('leaves no temporary file when a record can’t be written', async () => {
    await assert.rejects(folder().save({ name: 'x'.repeat(400), value: 1 }));
    assert.deepEqual(await readdir(path), []);
  });
});

describe('The file of a record', () => {
  const name = fc.stringMatching(/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/);

  it('is another one for every name, also where the file system ignores case', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        assert.equal(recordFileName(a).toLowerCase() === recordFileName(b).toLowerCase(), a === b);
      }),
    );
    fc.assert(
      fc.property(name, (a) => {
        if (a !== a.toLowerCase()) assert.notEqual(recordFileName(a), recordFileName(a.toLowerCase()));
      }),
    );
  });

  it('has a name that every file system takes', () => {
    fc.assert(
      fc.property(name, (any) => {
        assert.match(recordFileName(any), /^r-[a-z0-9_-]{1,126}\.json$/);
      }),
    );
  });
});

describe('The clock of records', () => {
  it('never tells the same time twice, nor an earlier one', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 2 }), (readings) => {
        const clock = createClock(() => 1_786_000_000_000 + (readings.shift() ?? 0));
        const told = Array.from({ length: readings.length }, () => clock.now());
        assert.ok(told.every((time, index) => index === 0 || time > (told[index - 1] ?? 0)));
      }),
    );
  });

  it('goes on after the latest time of what was loaded', () => {
    const clock = createClock(() => 5_000);
    clock.advanceBeyond(7.25);
    assert.equal(clock.now(), 7.251);
  });
});

describe('Tags', () => {
  it('outlive a restart with their resource, and not without it', async () => {
    const path = await mkdtemp(join(tmpdir(), 'sagemaker-tags-'));
    const folder = () => new RecordFolder(path, tagsRecord, silent);
    const [kept, gone] = [localArn('model', 'kept'), localArn('endpoint-config', 'kept')];
    const before = new TagStore(folder());
    await before.load(() => true);
    await before.replace(kept, [{ Key: 'team', Value: 'a' }]);
    await before.replace(gone, [{ Key: 'team', Value: 'b' }]);
    const after = new TagStore(folder());
    await after.load((arn) => arn === kept);
    assert.deepEqual([after.of(kept), after.of(gone)], [[{ Key: 'team', Value: 'a' }], []]);
    assert.equal((await readdir(path)).length, 1);
    await after.replace(kept, []);
    assert.deepEqual(await readdir(path), []);
    await rm(path, { recursive: true });
  });
});

describe('A keyed queue', () => {
  it('runs the tasks of a key in order, also after one that failed', async () => {
    const queue = new KeyedQueue();
    const ran: string[] = [];
    const task =
      (name: string, fails = false) =>
      async () => {
        await new Promise(setImmediate);
        ran.push(name);
        if (fails) throw new Error(name);
        return name;
      };
    const failing = assert.rejects(queue.run('k', task('first', true)));
    const results = await Promise.all([queue.run('k', task('second')), queue.run('k', task('third'))]);
    await failing;
    assert.deepEqual(
      [ran, results],
      [
        ['first', 'second', 'third'],
        ['second', 'third'],
      ],
    );
  });
});
