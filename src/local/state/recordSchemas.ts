import * as v from 'valibot';
import { createEndpointConfigInput } from '../../api/endpointConfigs.ts';
import { createModelInput } from '../../api/models.ts';
import { tagList } from '../../api/scalars.ts';
import type { EndpointConfigRecord, EndpointRecord, ModelRecord } from './records.ts';

const common = { name: v.string(), arn: v.string(), creationTime: v.number() };

/** The record of a model, as its file holds it. */
export const modelRecord = v.object({
  ...common,
  definition: createModelInput,
}) satisfies v.GenericSchema<unknown, ModelRecord>;

/** The record of an endpoint configuration, as its file holds it. */
export const endpointConfigRecord = v.object({
  ...common,
  definition: createEndpointConfigInput,
}) satisfies v.GenericSchema<unknown, EndpointConfigRecord>;

const deployment = v.object({
  endpointConfigName: v.string(),
  variants: v.array(
    v.object({
      variantName: v.string(),
      modelName: v.string(),
      instanceType: v.string(),
      container: v.object({
        image: v.string(),
        modelDataUrl: v.exactOptional(v.string()),
        environment: v.record(v.string(), v.string()),
      }),
      startupTimeoutMs: v.number(),
      weight: v.number(),
      instanceCount: v.number(),
    }),
  ),
});

/** The record of an endpoint, as its file holds it. */
export const endpointRecord = v.object({
  ...common,
  lastModifiedTime: v.number(),
  phase: v.variant('kind', [
    v.object({ kind: v.literal('creating'), target: deployment }),
    v.object({ kind: v.literal('inService'), serving: deployment, failureReason: v.exactOptional(v.string()) }),
    v.object({ kind: v.literal('updating'), serving: deployment, target: deployment }),
    v.object({ kind: v.literal('failed'), target: deployment, failureReason: v.string() }),
    v.object({ kind: v.literal('deleting'), serving: deployment }),
  ]),
}) satisfies v.GenericSchema<unknown, EndpointRecord>;

/** The tags of one resource; its name is the resource's kind and name. */
export const tagsRecord = v.object({ name: v.string(), arn: v.string(), tags: tagList });

/** The tags of one resource. */
export type TagsRecord = v.InferOutput<typeof tagsRecord>;
