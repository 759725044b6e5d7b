import { listInput } from '../../api/lists.ts';
import { createModelInput, modelReference } from '../../api/models.ts';
import type { ModelRecord } from '../state/records.ts';
import type { Collection } from './collection.ts';
import { supportedContainer } from './modelSupport.ts';
import { type Operations, operation } from './operation.ts';
import { listPage } from './paging.ts';

/**
 * Makes sure that a model's artifact can be found.
 * @throws ServiceError ValidationException `Could not find model data at …`
 */
export type ArtifactCheck = (modelDataUrl: string) => Promise<void>;

/** CreateModel, DescribeModel, ListModels and DeleteModel. */
export function modelOperations(models: Collection<ModelRecord>, requireArtifact: ArtifactCheck): Operations {
  return {
    CreateModel: operation(createModelInput, async ({ Tags, ...definition }) => {
      const { ModelDataUrl } = supportedContainer(definition);
      if (ModelDataUrl !== undefined && !models.has(definition.ModelName)) await requireArtifact(ModelDataUrl);
      const { arn } = await models.create(definition.ModelName, Tags, (common) => ({ ...common, definition }));
      return { ModelArn: arn };
    }),
    DescribeModel: operation(modelReference, async ({ ModelName }) => describeModel(models.get(ModelName))),
    ListModels: operation(listInput, async (query) => {
      const { items, nextToken } = listPage(models.all(), query);
      return {
        Models: items.map(({ name, arn, creationTime }) => ({
          ModelName: name,
          ModelArn: arn,
          CreationTime: creationTime,
        })),
        NextToken: nextToken,
      };
    }),
    DeleteModel: operation(modelReference, async ({ ModelName }) => {
      await models.delete(ModelName);
      return undefined;
    }),
  };
}

/** API: `DescribeModelOutput`. */
function describeModel({ arn, creationTime, definition }: ModelRecord): object {
  return {
    EnableNetworkIsolation: false,
    ...definition,
    ModelArn: arn,
    CreationTime: creationTime,
  };
}
