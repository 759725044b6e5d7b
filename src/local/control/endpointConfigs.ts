import {
  createEndpointConfigInput,
  DEFAULT_VARIANT_WEIGHT,
  endpointConfigReference,
  type ProductionVariant,
} from '../../api/endpointConfigs.ts';
import { listInput } from '../../api/lists.ts';
import type { EndpointConfigRecord, ModelRecord } from '../state/records.ts';
import type { Collection } from './collection.ts';
import { refuseUnsupportedConfig } from './endpointConfigSupport.ts';
import { type Operations, operation } from './operation.ts';
import { listPage } from './paging.ts';

/** CreateEndpointConfig, DescribeEndpointConfig, ListEndpointConfigs and DeleteEndpointConfig. */
export function endpointConfigOperations(
  configs: Collection<EndpointConfigRecord>,
  models: Collection<ModelRecord>,
): Operations {
  return {
    CreateEndpointConfig: operation(createEndpointConfigInput, async ({ Tags, ...definition }) => {
      refuseUnsupportedConfig(definition);
      for (const { ModelName } of definition.ProductionVariants) if (ModelName !== undefined) models.get(ModelName);
      const { arn } = await configs.create(definition.EndpointConfigName, Tags, (common) => ({
        ...common,
        definition: { ...definition, ProductionVariants: definition.ProductionVariants.map(withDefaults) },
      }));
      return { EndpointConfigArn: arn };
    }),
    DescribeEndpointConfig: operation(endpointConfigReference, async ({ EndpointConfigName }) =>
      describeEndpointConfig(configs.get(EndpointConfigName)),
    ),
    ListEndpointConfigs: operation(listInput, async (query) => {
      const { items, nextToken } = listPage(configs.all(), query);
      return {
        EndpointConfigs: items.map(({ name, arn, creationTime }) => ({
          EndpointConfigName: name,
          EndpointConfigArn: arn,
          CreationTime: creationTime,
        })),
        NextToken: nextToken,
      };
    }),
    DeleteEndpointConfig: operation(endpointConfigReference, async ({ EndpointConfigName }) => {
      await configs.delete(EndpointConfigName);
      return undefined;
    }),
  };
}

function withDefaults(variant: ProductionVariant): ProductionVariant {
  return { ...variant, InitialVariantWeight: variant.InitialVariantWeight ?? DEFAULT_VARIANT_WEIGHT };
}

/** API: `DescribeEndpointConfigOutput`. */
function describeEndpointConfig({ arn, creationTime, definition }: EndpointConfigRecord): object {
  return { EnableNetworkIsolation: false, ...definition, EndpointConfigArn: arn, CreationTime: creationTime };
}
