import * as v from 'valibot';
import { endpointStatuses } from './endpoints.ts';
import { resourceArn, tagKey, tagList } from './scalars.ts';

/** Most entries a page of a list may hold; also the number where the caller names none (API: `MaxResults`). */
export const MAX_RESULTS = 100;

const epochSeconds = v.pipe(v.number('Give a time as seconds since 1970.'), v.finite());

const common = {
  MaxResults: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(1, 'At least 1.'), v.maxValue(MAX_RESULTS, 'At most 100.')),
  ),
  NextToken: v.optional(v.pipe(v.string(), v.maxLength(8192))),
  NameContains: v.optional(
    v.pipe(v.string(), v.maxLength(63), v.regex(/^[a-zA-Z0-9-]+$/u, 'Use letters, digits and hyphens.')),
  ),
  CreationTimeAfter: v.optional(epochSeconds),
  CreationTimeBefore: v.optional(epochSeconds),
  SortOrder: v.optional(v.picklist(['Ascending', 'Descending'])),
};

/** What ListModels and ListEndpointConfigs take (API: `ListModelsInput`, `ListEndpointConfigsInput`). */
export const listInput = v.object({ ...common, SortBy: v.optional(v.picklist(['Name', 'CreationTime'])) });

/** What ListEndpoints takes (API: `ListEndpointsInput`). */
export const listEndpointsInput = v.object({
  ...common,
  SortBy: v.optional(v.picklist(['Name', 'CreationTime', 'Status'])),
  LastModifiedTimeAfter: v.optional(epochSeconds),
  LastModifiedTimeBefore: v.optional(epochSeconds),
  StatusEquals: v.optional(v.picklist(endpointStatuses)),
});

/** What AddTags takes (API: `AddTagsInput`). */
export const addTagsInput = v.object({ ResourceArn: resourceArn, Tags: tagList });

/** What DeleteTags takes (API: `DeleteTagsInput`). */
export const deleteTagsInput = v.object({
  ResourceArn: resourceArn,
  TagKeys: v.pipe(v.array(tagKey), v.minLength(1, 'Name at least 1 key.'), v.maxLength(50, 'At most 50 keys.')),
});

/** What ListTags takes (API: `ListTagsInput`). */
export const listTagsInput = v.object({
  ResourceArn: resourceArn,
  MaxResults: v.optional(v.pipe(v.number(), v.integer(), v.minValue(50, 'At least 50.'))),
  NextToken: v.optional(v.pipe(v.string(), v.maxLength(8192))),
});
