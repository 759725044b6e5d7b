import { containerContract } from '../../api/containerContract.ts';
import { DEFAULT_VARIANT_WEIGHT } from '../../api/endpointConfigs.ts';
import type { UpdateEndpointInput } from '../../api/endpoints.ts';
import type { DeployedVariant, Deployment, EndpointConfigRecord, ModelRecord } from '../state/records.ts';
import { servableVariant } from './endpointConfigSupport.ts';
import { supportedContainer } from './modelSupport.ts';
import { refuseWeightlessVariants } from './variantRules.ts';

/**
 * A configuration with everything of its models that is needed to serve it, however they are changed or deleted later.
 * @param modelNamed throws `Could not find model "arn…"` for one that has been deleted
 */
export function deploymentOf(config: EndpointConfigRecord, modelNamed: (name: string) => ModelRecord): Deployment {
  return {
    endpointConfigName: config.name,
    variants: config.definition.ProductionVariants.map((variant): DeployedVariant => {
      const { VariantName, ModelName, InstanceType, InitialInstanceCount, ...rest } = servableVariant(variant);
      const seconds = rest.ContainerStartupHealthCheckTimeoutInSeconds;
      return {
        variantName: VariantName,
        modelName: ModelName,
        instanceType: InstanceType,
        container: containerOf(modelNamed(ModelName)),
        startupTimeoutMs: seconds === undefined ? containerContract.startupTimeoutMs : seconds * 1000,
        weight: rest.InitialVariantWeight ?? DEFAULT_VARIANT_WEIGHT,
        instanceCount: InitialInstanceCount,
      };
    }),
  };
}

/**
 * The deployment that UpdateEndpoint asks for. The configuration's weights and counts replace the live ones, unless they are
 * retained: then every variant that is live keeps its own, matched by name (API: `RetainAllVariantProperties`).
 * @throws ServiceError ValidationException when the weights then add up to 0
 */
export function retainVariantProperties(
  target: Deployment,
  serving: Deployment,
  input: Pick<UpdateEndpointInput, 'RetainAllVariantProperties' | 'ExcludeRetainedVariantProperties'>,
): Deployment {
  if (!input.RetainAllVariantProperties) return target;
  const replaced = (input.ExcludeRetainedVariantProperties ?? []).map(({ VariantPropertyType }) => VariantPropertyType);
  const variants = target.variants.map((variant) => {
    const live = serving.variants.find(({ variantName }) => variantName === variant.variantName);
    if (!live) return variant;
    return {
      ...variant,
      ...(!replaced.includes('DesiredWeight') && { weight: live.weight }),
      ...(!replaced.includes('DesiredInstanceCount') && { instanceCount: live.instanceCount }),
    };
  });
  refuseWeightlessVariants(variants.map(({ weight }) => weight));
  return { ...target, variants };
}

function containerOf({ definition }: ModelRecord): DeployedVariant['container'] {
  const { Image = '', ModelDataUrl, Environment = {} } = supportedContainer(definition);
  return {
    image: Image,
    ...(ModelDataUrl !== undefined && { modelDataUrl: ModelDataUrl }),
    environment: Environment,
  };
}
