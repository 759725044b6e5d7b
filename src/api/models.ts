import * as v from 'valibot';
import { containerImage, environment, modelDataUrl, resourceName, roleArn, tagList, vpcConfig } from './scalars.ts';

/** One container of a model (API: `ContainerDefinition`). Members beyond these are kept as they are. */
export const containerDefinition = v.looseObject({
  Image: v.optional(containerImage),
  ModelDataUrl: v.optional(modelDataUrl),
  Environment: v.optional(environment),
  Mode: v.optional(v.picklist(['SingleModel', 'MultiModel'], 'Choose SingleModel or MultiModel.')),
  ContainerHostname: v.optional(resourceName),
  ImageConfig: v.optional(
    v.looseObject({ RepositoryAccessMode: v.picklist(['Platform', 'Vpc'], 'Choose Platform or Vpc.') }),
  ),
});

/** What CreateModel takes (API: `CreateModelInput`). */
export const createModelInput = v.looseObject({
  ModelName: resourceName,
  PrimaryContainer: v.optional(containerDefinition),
  Containers: v.optional(v.pipe(v.array(containerDefinition), v.maxLength(15, 'A model has at most 15 containers.'))),
  ExecutionRoleArn: v.optional(roleArn),
  EnableNetworkIsolation: v.optional(v.boolean()),
  VpcConfig: v.optional(vpcConfig),
  InferenceExecutionConfig: v.optional(
    v.looseObject({ Mode: v.picklist(['Serial', 'Direct'], 'Choose Serial or Direct.') }),
  ),
  Tags: v.optional(tagList),
});

/** What CreateModel takes. */
export type CreateModelInput = v.InferOutput<typeof createModelInput>;

/** One container of a model. */
export type ContainerDefinition = v.InferOutput<typeof containerDefinition>;

/** What names one model: Describe and Delete take it (API: `DescribeModelInput`, `DeleteModelInput`). */
export const modelReference = v.object({ ModelName: resourceName });
