import * as v from 'valibot';
import {
  initialInstanceCount,
  instanceType,
  kmsKeyId,
  resourceName,
  roleArn,
  tagList,
  variantWeight,
  vpcConfig,
} from './scalars.ts';

/** Most production variants of one endpoint configuration (API: `ProductionVariantList`). */
export const MAX_PRODUCTION_VARIANTS = 10;

/** The weight of a variant that names none (developer guide; API: `InitialVariantWeight`). */
export const DEFAULT_VARIANT_WEIGHT = 1;

/** Whole seconds from `least` to an hour. */
const seconds = (least: number) =>
  v.pipe(
    v.number('Enter seconds.'),
    v.integer('Enter whole seconds.'),
    v.minValue(least, `At least ${least} seconds.`),
    v.maxValue(3600, 'At most 3600 seconds.'),
  );

/** One production variant of an endpoint configuration (API: `ProductionVariant`). Members beyond these are kept as they are. */
export const productionVariant = v.looseObject({
  VariantName: resourceName,
  ModelName: v.optional(resourceName),
  InstanceType: v.optional(instanceType),
  InitialInstanceCount: v.optional(initialInstanceCount),
  InitialVariantWeight: v.optional(variantWeight),
  ContainerStartupHealthCheckTimeoutInSeconds: v.optional(seconds(60)),
  ModelDataDownloadTimeoutInSeconds: v.optional(seconds(60)),
  VariantInstanceProvisionTimeoutInSeconds: v.optional(seconds(300)),
  VolumeSizeInGB: v.optional(
    v.pipe(
      v.number('Enter GB.'),
      v.integer('Enter whole GB.'),
      v.minValue(1, 'At least 1 GB.'),
      v.maxValue(512, 'At most 512 GB.'),
    ),
  ),
  EnableSSMAccess: v.optional(v.boolean()),
});

/** What CreateEndpointConfig takes (API: `CreateEndpointConfigInput`). */
export const createEndpointConfigInput = v.looseObject({
  EndpointConfigName: resourceName,
  ProductionVariants: v.pipe(
    v.array(productionVariant),
    v.minLength(1, 'A configuration needs at least 1 production variant.'),
    v.maxLength(MAX_PRODUCTION_VARIANTS, `A configuration has at most ${MAX_PRODUCTION_VARIANTS} production variants.`),
  ),
  ExecutionRoleArn: v.optional(roleArn),
  EnableNetworkIsolation: v.optional(v.boolean()),
  KmsKeyId: v.optional(kmsKeyId),
  VpcConfig: v.optional(vpcConfig),
  Tags: v.optional(tagList),
});

/** What CreateEndpointConfig takes. */
export type CreateEndpointConfigInput = v.InferOutput<typeof createEndpointConfigInput>;

/** One production variant of an endpoint configuration. */
export type ProductionVariant = v.InferOutput<typeof productionVariant>;

/** What names one configuration: Describe and Delete take it. */
export const endpointConfigReference = v.object({ EndpointConfigName: resourceName });
