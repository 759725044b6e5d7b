import type { Tag } from '../../api/scalars.ts';
import { parseLocalArn } from '../arn.ts';
import type { RecordFolder } from './recordFolder.ts';
import type { TagsRecord } from './recordSchemas.ts';

/** Every resource's tags, by ARN, in memory and in files. A change shows once it is durable. */
export class TagStore {
  readonly #folder: RecordFolder<TagsRecord>;
  readonly #tags = new Map<string, readonly Tag[]>();

  constructor(folder: RecordFolder<TagsRecord>) {
    this.#folder = folder;
  }

  /** Reads what the files hold; drops the tags of resources that are gone, as a crash may have left them. */
  async load(exists: (arn: string) => boolean): Promise<void> {
    for (const record of await this.#folder.load()) {
      if (exists(record.arn)) this.#tags.set(record.arn, record.tags);
      else await this.#folder.remove(record.name);
    }
  }

  of(arn: string): readonly Tag[] {
    return this.#tags.get(arn) ?? [];
  }

  /** Sets all of a resource's tags; none removes its file. */
  async replace(arn: string, tags: readonly Tag[]): Promise<void> {
    if (tags.length > 0) {
      await this.#folder.save({ name: recordNameOf(arn), arn, tags: [...tags] });
      this.#tags.set(arn, tags);
    } else if (this.#tags.has(arn)) {
      await this.#folder.remove(recordNameOf(arn));
      this.#tags.delete(arn);
    }
  }
}

function recordNameOf(arn: string): string {
  const resource = parseLocalArn(arn);
  if (!resource) throw new Error(`${arn} is no ARN of Local's.`);
  return `${resource.kind}.${resource.name}`;
}
