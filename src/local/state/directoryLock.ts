import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readServiceDescription, type ServiceDescription } from './serviceDescription.ts';

/** Whether the service that once took the lock still runs. */
export type OwnerState = 'serving' | 'stopping' | 'gone';

/** Finds out whether the very service that is described still runs. Never rejects. */
export type OwnerProbe = (owner: ServiceDescription) => Promise<OwnerState>;

/** What came of trying to take the lock. */
export type LockAttempt =
  | { readonly kind: 'acquired'; readonly lock: DirectoryLock }
  | { readonly kind: 'held'; readonly owner: ServiceDescription };

/** A taken lock. */
export interface DirectoryLock {
  release(): Promise<void>;
}

/** How long a stopping service is waited for: instances get 30 seconds to end. */
const STOPPING_PATIENCE_MS = 45_000;
const LOOK_AGAIN_MS = 50;
const MAX_ATTEMPTS = 200;
const OWNER_FILE = 'owner.json';

/**
 * The lock of a data directory: one service at a time. Each owner makes the folder of the next generation, which the file system
 * lets one process do; whoever owns the highest generation owns the lock while it lives. The highest is never removed, so a
 * generation is owned once and a slow contender can't take what another has already had. A killed owner leaves nothing to
 * clean up: its successor sees by `probe` that it is gone.
 */
export class DirectoryLockFolder {
  readonly #path: string;
  readonly #probe: OwnerProbe;

  constructor(path: string, probe: OwnerProbe) {
    this.#path = path;
    this.#probe = probe;
  }

  /** The service that holds the lock now, once it no longer is about to stop; undefined when nobody does. */
  async owner(): Promise<ServiceDescription | undefined> {
    const deadline = Date.now() + STOPPING_PATIENCE_MS;
    for (;;) {
      const owner = await this.#lastOwner(await this.#generations());
      const state = owner ? await this.#probe(owner) : 'gone';
      if (state === 'gone') return undefined;
      if (state === 'serving' || Date.now() > deadline) return owner;
      await pause(LOOK_AGAIN_MS);
    }
  }

  /** Takes the lock unless a running service holds it. */
  async acquire(self: ServiceDescription): Promise<LockAttempt> {
    await mkdir(this.#path, { recursive: true, mode: 0o700 });
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const seen = highest(await this.#generations());
      const owner = await this.owner();
      if (owner) return { kind: 'held', owner };
      const mine = seen + 1;
      if ((await this.#claim(mine, self)) && highest(await this.#generations()) === mine) {
        await this.#removeBelow(mine);
        return { kind: 'acquired', lock: { release: () => this.#release(mine) } };
      }
      await pause(LOOK_AGAIN_MS * Math.random());
    }
    throw new Error(`Could not take the lock in ${this.#path}. If no service runs on it, remove that folder.`);
  }

  async #generations(): Promise<number[]> {
    const names = await readdir(this.#path).catch(() => []);
    return names.filter((name) => /^\d{1,15}$/u.test(name)).map(Number);
  }

  #lastOwner(generations: readonly number[]): Promise<ServiceDescription | undefined> {
    return readServiceDescription(join(this.#path, String(highest(generations)), OWNER_FILE));
  }

  /** Makes the generation's folder, complete, in one step; false when somebody else has made it, or has cleared this one's away. */
  async #claim(generation: number, self: ServiceDescription): Promise<boolean> {
    const prepared = join(this.#path, `new-${randomUUID()}`);
    await mkdir(prepared, { mode: 0o700 });
    try {
      await writeFile(join(prepared, OWNER_FILE), JSON.stringify(self), { mode: 0o600 });
      await rename(prepared, join(this.#path, String(generation)));
      return true;
    } catch {
      await rm(prepared, { recursive: true, force: true });
      return false;
    }
  }

  async #removeBelow(generation: number): Promise<void> {
    const stale = (await readdir(this.#path)).filter((name) => name.startsWith('new-') || Number(name) < generation);
    await Promise.all(stale.map((name) => rm(join(this.#path, name), { recursive: true, force: true })));
  }

  /** Leaves the folder, which names no owner from then on. */
  async #release(generation: number): Promise<void> {
    await rm(join(this.#path, String(generation), OWNER_FILE), { force: true });
    await writeFile(join(this.#path, String(generation), 'released'), '');
  }
}

function highest(generations: readonly number[]): number {
  return Math.max(0, ...generations);
}
