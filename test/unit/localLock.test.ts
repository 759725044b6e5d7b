import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { type DirectoryLock, DirectoryLockFolder, type OwnerState } from '../../src/local/state/directoryLock.ts';
import type { ServiceDescription } from '../../src/local/state/serviceDescription.ts';

function service(): ServiceDescription {
  return {
    url: 'http://127.0.0.1:1',
    region: 'us-east-1',
    accessKeyId: 'K',
    secretAccessKey: 's',
    pid: 1,
    serviceId: randomUUID(),
  };
}

/** Lets others go first, so often. */
async function turns(count: number): Promise<void> {
  for (let left = count; left > 0; left -= 1) await turn();
}

describe('The lock of a data directory', () => {
  let path: string;
  /** Services that live, by id; as a real one, each lives before it asks for the lock. */
  let living: Map<string, OwnerState>;
  const probe = async ({ serviceId }: ServiceDescription) => living.get(serviceId) ?? 'gone';
  const folder = () => new DirectoryLockFolder(join(path, 'lock'), probe);

  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), 'sagemaker-lock-'));
    living = new Map();
  });
  afterEach(() => rm(path, { recursive: true }));

  async function take(self: ServiceDescription): Promise<DirectoryLock | undefined> {
    living.set(self.serviceId, 'serving');
    const attempt = await folder().acquire(self);
    if (attempt.kind === 'acquired') return attempt.lock;
    living.delete(self.serviceId);
    return undefined;
  }

  it('tells who holds it', async () => {
    const [first, second] = [service(), service()];
    assert.equal(await folder().owner(), undefined);
    const lock = await take(first);
    assert.deepEqual(await folder().owner(), first);
    assert.equal(await take(second), undefined);
    await lock?.release();
    assert.equal(await folder().owner(), undefined);
    assert.ok(await take(second));
  });

  it('passes on from a holder that was killed', async () => {
    const killed = service();
    await take(killed);
    living.delete(killed.serviceId);
    assert.ok(await take(service()));
  });

  it('is waited for while its holder is about to stop', async () => {
    const stopping = service();
    const lock = await take(stopping);
    living.set(stopping.serviceId, 'stopping');
    const successor = take(service());
    await turn();
    await lock?.release();
    living.delete(stopping.serviceId);
    assert.ok(await successor);
  });

  it('is not taken by one who was about to and then slept while others took and lost it', async () => {
    const [killed, between, holder, sleeper] = [service(), service(), service(), service()];
    await take(killed);
    living.delete(killed.serviceId);
    let fallsAsleep: () => void = () => undefined;
    let wakes: () => void = () => undefined;
    const asleep = new Promise<void>((resolve) => {
      fallsAsleep = resolve;
    });
    const awake = new Promise<void>((resolve) => {
      wakes = resolve;
    });
    const sleepy = new DirectoryLockFolder(join(path, 'lock'), async (owner) => {
      fallsAsleep();
      await awake;
      return owner.serviceId === killed.serviceId ? 'gone' : probe(owner);
    });
    living.set(sleeper.serviceId, 'serving');
    const attempt = sleepy.acquire(sleeper);
    await asleep;
    await take(between);
    living.delete(between.serviceId);
    assert.ok(await take(holder));
    wakes();
    assert.deepEqual(await attempt, { kind: 'held', owner: holder });
  });

  it('is taken all the same when another clears away what this one had begun to write', async () => {
    const lockFolder = join(path, 'lock');
    const begunBy = () => (existsSync(lockFolder) ? readdirSync(lockFolder) : []).filter((name) => /^new-/.test(name));
    for (let taken = 0; taken < 10; taken += 1) {
      const taking = take(service());
      while (begunBy().length === 0) await turn();
      for (const name of begunBy()) rmSync(join(lockFolder, name), { recursive: true });
      const lock = await taking;
      assert.ok(lock);
      await lock.release();
    }
  });

  it('is held by one at a time, however many try and whenever holders stop or are killed', async function () {
    this.timeout(60_000);
    const lives = fc.array(fc.record({ life: fc.nat(30), killed: fc.boolean(), delay: fc.nat(20) }), {
      minLength: 2,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(lives, async (plan) => {
        let holders = 0;
        let held = 0;
        const live = async ({ life, killed, delay }: (typeof plan)[number]) => {
          await turns(delay);
          const self = service();
          const lock = await take(self);
          if (!lock) return;
          holders += 1;
          held += 1;
          assert.equal(holders, 1, 'nobody else holds it');
          await turns(life);
          holders -= 1;
          if (!killed) await lock.release();
          living.delete(self.serviceId);
        };
        await Promise.all(plan.map(live));
        assert.ok(held > 0, 'somebody gets it');
      }),
      { numRuns: 50 },
    );
  });
});
