import { addTagsInput, deleteTagsInput, listTagsInput } from '../../api/lists.ts';
import type { Tag } from '../../api/scalars.ts';
import type { ResourceKind } from '../arn.ts';
import { parseLocalArn } from '../arn.ts';
import { validationException } from '../protocol/serviceError.ts';
import type { KeyedQueue } from '../state/keyedQueue.ts';
import type { TagStore } from '../state/tagStore.ts';
import { notFound } from './existence.ts';
import { type Operations, operation } from './operation.ts';

/** Most tags of one resource (API: `TagList`). */
const MAX_TAGS = 50;

/** Whether a resource is there to be tagged. */
export type Existence = (kind: ResourceKind, name: string) => boolean;

/** AddTags, ListTags and DeleteTags, for every kind of resource. */
export function tagOperations(tags: TagStore, exists: Existence, changes: KeyedQueue): Operations {
  const requireResource = (arn: string) => {
    const resource = parseLocalArn(arn);
    if (!resource) {
      throw validationException(
        `Could not find resource "${arn}". Local has models, endpoint configurations and endpoints.`,
      );
    }
    if (!exists(resource.kind, resource.name)) throw notFound(resource.kind, resource.name);
  };
  return {
    AddTags: operation(addTagsInput, ({ ResourceArn, Tags }) =>
      changes.run(ResourceArn, async () => {
        requireResource(ResourceArn);
        const merged = mergeTags(tags.of(ResourceArn), checkedTags(Tags));
        await tags.replace(ResourceArn, merged);
        return { Tags: merged };
      }),
    ),
    ListTags: operation(listTagsInput, async ({ ResourceArn, NextToken }) => {
      requireResource(ResourceArn);
      // All of a resource's tags fit the smallest page, so no token was ever given out.
      if (NextToken !== undefined) throw validationException('The NextToken is not valid.');
      return { Tags: tags.of(ResourceArn) };
    }),
    DeleteTags: operation(deleteTagsInput, ({ ResourceArn, TagKeys }) =>
      changes.run(ResourceArn, async () => {
        requireResource(ResourceArn);
        await tags.replace(
          ResourceArn,
          tags.of(ResourceArn).filter(({ Key }) => !TagKeys.includes(Key)),
        );
        return {};
      }),
    ),
  };
}

/**
 * Tags as a request may name them.
 * @throws ServiceError ValidationException for a key that is given twice or reserved
 */
export function checkedTags(tags: readonly Tag[] = []): readonly Tag[] {
  const keys = tags.map(({ Key }) => Key);
  const repeated = keys.find((key, index) => keys.indexOf(key) < index);
  if (repeated !== undefined)
    throw validationException(`Duplicate tag key "${repeated}". Give every tag a key of its own.`);
  const reserved = keys.find((key) => /^aws:/iu.test(key));
  if (reserved !== undefined) {
    throw validationException(`The tag key "${reserved}" is not allowed: keys that begin with aws: are reserved.`);
  }
  return tags;
}

function mergeTags(present: readonly Tag[], added: readonly Tag[]): readonly Tag[] {
  const merged = new Map([...present, ...added].map((tag) => [tag.Key, tag]));
  if (merged.size > MAX_TAGS) {
    throw validationException(`The resource would have ${merged.size} tags; a resource has at most ${MAX_TAGS}.`);
  }
  return [...merged.values()];
}
