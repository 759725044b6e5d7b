import {
  type CreateEndpointInput,
  createEndpointInput,
  endpointReference,
  type UpdateEndpointInput,
  updateEndpointInput,
  updateWeightsAndCapacitiesInput,
} from '../../api/endpoints.ts';
import { listEndpointsInput } from '../../api/lists.ts';
import { localArn } from '../arn.ts';
import type { EndpointFleets, EndpointView, VariantChange } from '../fleet/endpointFleets.ts';
import { validationException } from '../protocol/serviceError.ts';
import type { KeyedQueue } from '../state/keyedQueue.ts';
import type { EndpointConfigRecord, ModelRecord } from '../state/records.ts';
import type { TagStore } from '../state/tagStore.ts';
import type { Collection } from './collection.ts';
import { deploymentOf, retainVariantProperties } from './deployment.ts';
import { describeEndpoint, summarizeEndpoint } from './endpointDescription.ts';
import { refuseUnsupportedChanges, refuseUnsupportedCreation, refuseUnsupportedUpdate } from './endpointSupport.ts';
import { alreadyExists } from './existence.ts';
import { type Operations, operation } from './operation.ts';
import { type Listed, listPage } from './paging.ts';
import { checkedTags } from './tags.ts';

/** What the operations on endpoints work with. */
export interface EndpointParts {
  readonly fleets: EndpointFleets;
  readonly configs: Collection<EndpointConfigRecord>;
  readonly models: Collection<ModelRecord>;
  readonly tags: TagStore;
  /** Changes to one ARN happen one after the other. */
  readonly changes: KeyedQueue;
}

/** Create, Describe, List, Update and DeleteEndpoint, and UpdateEndpointWeightsAndCapacities. */
export function endpointOperations(parts: EndpointParts): Operations {
  const { fleets, changes } = parts;
  const changing = <T>(name: string, task: () => Promise<T>) => changes.run(localArn('endpoint', name), task);
  return {
    CreateEndpoint: operation(createEndpointInput, (input) => {
      refuseUnsupportedCreation(input);
      return changing(input.EndpointName, () => createEndpoint(parts, input));
    }),
    DescribeEndpoint: operation(endpointReference, async ({ EndpointName }) =>
      describeEndpoint(fleets.describe(EndpointName)),
    ),
    ListEndpoints: operation(listEndpointsInput, async (query) => {
      const { items, nextToken } = listPage(fleets.list().map(toListed), query);
      return { Endpoints: items.map(({ view }) => summarizeEndpoint(view)), NextToken: nextToken };
    }),
    UpdateEndpoint: operation(updateEndpointInput, (input) => {
      refuseUnsupportedUpdate(input);
      return changing(input.EndpointName, () => updateEndpoint(parts, input));
    }),
    UpdateEndpointWeightsAndCapacities: operation(
      updateWeightsAndCapacitiesInput,
      ({ EndpointName, DesiredWeightsAndCapacities }) => {
        refuseUnsupportedChanges(DesiredWeightsAndCapacities);
        const wanted = DesiredWeightsAndCapacities.map(toVariantChange);
        return changing(EndpointName, async () => arnOf(await fleets.change(EndpointName, wanted)));
      },
    ),
    DeleteEndpoint: operation(endpointReference, ({ EndpointName }) =>
      changing(EndpointName, async () => {
        await fleets.delete(EndpointName);
        return undefined;
      }),
    ),
  };
}

async function createEndpoint(
  { fleets, configs, models, tags }: EndpointParts,
  { EndpointName, EndpointConfigName, Tags }: CreateEndpointInput,
): Promise<object> {
  if (fleets.list().some(({ record }) => record.name === EndpointName)) throw alreadyExists('endpoint', EndpointName);
  const target = deploymentOf(configs.get(EndpointConfigName), (name) => models.get(name));
  const arn = localArn('endpoint', EndpointName);
  await tags.replace(arn, checkedTags(Tags));
  try {
    return arnOf(await fleets.create(EndpointName, target));
  } catch (error) {
    await tags.replace(arn, []);
    throw error;
  }
}

async function updateEndpoint({ fleets, configs, models }: EndpointParts, input: UpdateEndpointInput): Promise<object> {
  const { EndpointName, EndpointConfigName } = input;
  fleets.describe(EndpointName);
  const target = deploymentOf(configs.get(EndpointConfigName), (name) => models.get(name));
  return arnOf(await fleets.update(EndpointName, (serving) => retainVariantProperties(target, serving, input)));
}

function arnOf({ record }: EndpointView): object {
  return { EndpointArn: record.arn };
}

function toListed(view: EndpointView): Listed & { readonly view: EndpointView } {
  const { name, creationTime, lastModifiedTime } = view.record;
  return { view, name, creationTime, lastModifiedTime, status: view.status };
}

function toVariantChange(wanted: {
  readonly VariantName: string;
  readonly DesiredWeight?: number | undefined;
  readonly DesiredInstanceCount?: number | undefined;
}): VariantChange {
  const { VariantName, DesiredWeight, DesiredInstanceCount } = wanted;
  if (DesiredWeight === undefined && DesiredInstanceCount === undefined) {
    throw validationException(
      `Variant "${VariantName}" names neither DesiredWeight nor DesiredInstanceCount. Give at least one.`,
    );
  }
  return {
    variantName: VariantName,
    ...(DesiredWeight !== undefined && { weight: DesiredWeight }),
    ...(DesiredInstanceCount !== undefined && { instanceCount: DesiredInstanceCount }),
  };
}
