import type { CreateEndpointConfigInput, ProductionVariant } from '../../api/endpointConfigs.ts';
import { validationException } from '../protocol/serviceError.ts';
import { refuseUnsupported, type SupportTable, unsupported, unsupportedUnlessEmpty } from './support.ts';
import { refuseRepeatedVariants, refuseWeightlessVariants } from './variantRules.ts';

/** API: `CreateEndpointConfigInput`. */
const configMembers: SupportTable = {
  EndpointConfigName: 'taken',
  ProductionVariants: 'taken',
  ExecutionRoleArn: 'taken',
  EnableNetworkIsolation: 'taken',
  KmsKeyId: 'taken',
  MetricsConfig: 'taken',
  VpcConfig: 'taken',
  Tags: 'taken',
  ShadowProductionVariants: unsupportedUnlessEmpty('it does not mirror traffic to shadow variants yet. Leave it out.'),
  DataCaptureConfig: (value) =>
    isObject(value) && value.EnableCapture === false
      ? undefined
      : 'it does not capture data yet. Leave it out, or set its EnableCapture to false.',
  AsyncInferenceConfig: unsupported('it does not do asynchronous inference yet. Leave it out.'),
  ExplainerConfig: unsupported('it does not explain predictions yet. Leave it out.'),
};

/** API: `ProductionVariant`. */
const variantMembers: SupportTable = {
  VariantName: 'taken',
  ModelName: 'taken',
  InstanceType: 'taken',
  InitialInstanceCount: 'taken',
  InitialVariantWeight: 'taken',
  ContainerStartupHealthCheckTimeoutInSeconds: 'taken',
  AcceleratorType: 'taken',
  CapacityReservationConfig: 'taken',
  CoreDumpConfig: 'taken',
  EnableSSMAccess: 'taken',
  InferenceAmiVersion: 'taken',
  ModelDataDownloadTimeoutInSeconds: 'taken',
  VariantInstanceProvisionTimeoutInSeconds: 'taken',
  VolumeSizeInGB: 'taken',
  RoutingConfig: (value) =>
    isObject(value) && value.RoutingStrategy === 'LEAST_OUTSTANDING_REQUESTS'
      ? undefined
      : 'it always sends a request to the instance with the fewest under way. Leave it out, or use LEAST_OUTSTANDING_REQUESTS.',
  ServerlessConfig: unsupported('it has no serverless variants yet. Give InstanceType and InitialInstanceCount.'),
  InstancePools: unsupported('a variant has one instance type in Local. Give InstanceType and InitialInstanceCount.'),
  ManagedInstanceScaling: (value) =>
    isObject(value) && value.Status === 'DISABLED'
      ? undefined
      : 'it does not scale variants by itself. Leave it out, or set its Status to DISABLED.',
};

/** A variant with everything that Local needs to serve it. */
export type ServableVariant = ProductionVariant &
  Required<Pick<ProductionVariant, 'ModelName' | 'InstanceType' | 'InitialInstanceCount'>>;

/**
 * Refuses a configuration that Local can't honour.
 * @throws ServiceError ValidationException
 */
export function refuseUnsupportedConfig(input: CreateEndpointConfigInput): void {
  refuseUnsupported(input, configMembers);
  input.ProductionVariants.forEach((variant, index) => {
    const path = `ProductionVariants[${index}].`;
    refuseUnsupported(variant, variantMembers, path);
    servableVariant(variant, path);
  });
  refuseRepeatedVariants(input.ProductionVariants.map(({ VariantName }) => VariantName));
  refuseWeightlessVariants(input.ProductionVariants.map(({ InitialVariantWeight = 1 }) => InitialVariantWeight));
}

/**
 * The variant, known to name its model, instance type and count.
 * @throws ServiceError ValidationException that says what is missing
 */
export function servableVariant(variant: ProductionVariant, path = ''): ServableVariant {
  const { ModelName, InstanceType, InitialInstanceCount } = variant;
  if (ModelName === undefined) {
    throw validationException(`${path}ModelName is missing: Local has no inference components yet. Name a model.`);
  }
  if (InstanceType === undefined)
    throw validationException(`${path}InstanceType is missing. Give one, such as ml.m5.large.`);
  if (InitialInstanceCount === undefined) {
    throw validationException(`${path}InitialInstanceCount is missing. Give at least 1.`);
  }
  return { ...variant, ModelName, InstanceType, InitialInstanceCount };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
