import type { ResourceTarget } from './resourceTarget.ts';

/** An endpoint whose change is watched by whoever made it. */
export interface EndpointWatch {
  /**
   * Watches no longer.
   * @param toldReason the failure reason (API: `FailureReason`) that the person has been told; missing where nothing went wrong or
   * the end was not awaited
   */
  end(toldReason?: string): void;
}

interface Watched {
  /** Undefined while it is watched. */
  toldReason?: string;
  /** Somebody has asked meanwhile, and so has seen how the change ended. */
  asked: boolean;
}

/** Who tells how a change of an endpoint has ended: the form or command that made it, so that the tree need not tell it again. */
export class WatchedEndpoints {
  readonly #watched = new Map<string, Watched>();

  /** To be called before the change is made. */
  watch(target: ResourceTarget): EndpointWatch {
    const key = keyOf(target);
    const watched: Watched = { asked: false };
    this.#watched.set(key, watched);
    return {
      end: (toldReason) => {
        if (this.#watched.get(key) !== watched) return;
        if (toldReason === undefined || watched.asked) this.#watched.delete(key);
        else watched.toldReason = toldReason;
      },
    };
  }

  /** Whether somebody else tells of this failure, or has told. To be asked once for every failure. */
  tells(target: ResourceTarget, reason: string): boolean {
    const key = keyOf(target);
    const watched = this.#watched.get(key);
    if (watched === undefined) return false;
    watched.asked = true;
    if (watched.toldReason === undefined) return true;
    this.#watched.delete(key);
    return watched.toldReason === reason;
  }
}

function keyOf({ connectionId, name }: ResourceTarget): string {
  return JSON.stringify([connectionId, name]);
}
