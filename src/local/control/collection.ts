import type { Tag } from '../../api/scalars.ts';
import { localArn, type ResourceKind } from '../arn.ts';
import type { Clock } from '../state/clock.ts';
import type { KeyedQueue } from '../state/keyedQueue.ts';
import type { ResourceRecord } from '../state/records.ts';
import type { ResourceStore } from '../state/resourceStore.ts';
import type { TagStore } from '../state/tagStore.ts';
import { alreadyExists, notFound } from './existence.ts';
import { checkedTags } from './tags.ts';

/** What resources that never change have in common: models and endpoint configurations, with their tags. */
export interface CollectionParts<T extends ResourceRecord> {
  readonly kind: ResourceKind;
  readonly store: ResourceStore<T>;
  readonly tags: TagStore;
  readonly clock: Clock;
  /** Changes to one ARN happen one after the other. */
  readonly changes: KeyedQueue;
}

/** Resources of one kind that are created, read and deleted, and never changed. */
export class Collection<T extends ResourceRecord> {
  readonly #parts: CollectionParts<T>;

  constructor(parts: CollectionParts<T>) {
    this.#parts = parts;
  }

  all(): readonly T[] {
    return this.#parts.store.all();
  }

  has(name: string): boolean {
    return this.#parts.store.get(name) !== undefined;
  }

  /** @throws ServiceError ValidationException `Could not find …` */
  get(name: string): T {
    const record = this.#parts.store.get(name);
    if (!record) throw notFound(this.#parts.kind, name);
    return record;
  }

  /**
   * Keeps a new resource; its tags are kept before it, so that it never shows without them.
   * @throws ServiceError ValidationException `Cannot create already existing …`
   */
  create(name: string, tags: readonly Tag[] | undefined, complete: (common: ResourceRecord) => T): Promise<T> {
    const { kind, store, clock, changes } = this.#parts;
    const arn = localArn(kind, name);
    return changes.run(arn, async () => {
      if (this.has(name)) throw alreadyExists(kind, name);
      await this.#parts.tags.replace(arn, checkedTags(tags));
      const record = complete({ name, arn, creationTime: clock.now() });
      await store.save(record);
      return record;
    });
  }

  /** @throws ServiceError ValidationException `Could not find …` */
  delete(name: string): Promise<void> {
    const { kind, store, tags, changes } = this.#parts;
    const arn = localArn(kind, name);
    return changes.run(arn, async () => {
      this.get(name);
      await store.remove(name);
      await tags.replace(arn, []);
    });
  }
}
