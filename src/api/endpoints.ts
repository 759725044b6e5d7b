import * as v from 'valibot';
import { desiredInstanceCount, resourceName, tagList, variantWeight } from './scalars.ts';

/** Every state an endpoint can be in (API: `EndpointStatus`). */
export const endpointStatuses = [
  'OutOfService',
  'Creating',
  'Updating',
  'SystemUpdating',
  'RollingBack',
  'InService',
  'Deleting',
  'Failed',
  'UpdateRollbackFailed',
] as const;

/** An endpoint's state. */
export type EndpointStatus = (typeof endpointStatuses)[number];

/** What CreateEndpoint takes (API: `CreateEndpointInput`). */
export const createEndpointInput = v.looseObject({
  EndpointName: resourceName,
  EndpointConfigName: resourceName,
  Tags: v.optional(tagList),
});

/** A property of a live variant that an update can keep or replace (API: `VariantPropertyType`). */
const variantPropertyTypes = ['DesiredInstanceCount', 'DesiredWeight', 'DataCaptureConfig'] as const;

/** What UpdateEndpoint takes (API: `UpdateEndpointInput`). */
export const updateEndpointInput = v.looseObject({
  EndpointName: resourceName,
  EndpointConfigName: resourceName,
  RetainAllVariantProperties: v.optional(v.boolean()),
  ExcludeRetainedVariantProperties: v.optional(
    v.pipe(v.array(v.object({ VariantPropertyType: v.picklist(variantPropertyTypes) })), v.maxLength(3)),
  ),
  RetainDeploymentConfig: v.optional(v.boolean()),
});

/** What UpdateEndpointWeightsAndCapacities takes (API: `UpdateEndpointWeightsAndCapacitiesInput`). */
export const updateWeightsAndCapacitiesInput = v.looseObject({
  EndpointName: resourceName,
  DesiredWeightsAndCapacities: v.pipe(
    v.array(
      v.looseObject({
        VariantName: resourceName,
        DesiredWeight: v.optional(variantWeight),
        DesiredInstanceCount: v.optional(desiredInstanceCount),
      }),
    ),
    v.minLength(1, 'Name at least 1 variant.'),
  ),
});

/** What names one endpoint: Describe and Delete take it. */
export const endpointReference = v.object({ EndpointName: resourceName });

/** What CreateEndpoint takes. */
export type CreateEndpointInput = v.InferOutput<typeof createEndpointInput>;
/** What UpdateEndpoint takes. */
export type UpdateEndpointInput = v.InferOutput<typeof updateEndpointInput>;
