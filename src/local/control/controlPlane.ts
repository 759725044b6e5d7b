import type { EndpointFleets } from '../fleet/endpointFleets.ts';
import { unknownOperation } from '../protocol/controlRequest.ts';
import { KeyedQueue } from '../state/keyedQueue.ts';
import type { ServiceState } from '../state/serviceState.ts';
import { Collection } from './collection.ts';
import { endpointConfigOperations } from './endpointConfigs.ts';
import { endpointOperations } from './endpoints.ts';
import { type ArtifactCheck, modelOperations } from './models.ts';
import type { Operations } from './operation.ts';
import { tagOperations } from './tags.ts';

/** What the control plane is built from. */
export interface ControlPlaneParts {
  readonly state: ServiceState;
  readonly fleets: EndpointFleets;
  readonly requireArtifact: ArtifactCheck;
}

/** Performs an operation by its API name. */
export type ControlPlane = (operation: string, input: object) => Promise<object | undefined>;

/** Every operation of the control plane. */
export function createControlPlane({ state, fleets, requireArtifact }: ControlPlaneParts): ControlPlane {
  const changes = new KeyedQueue();
  const common = { tags: state.tags, clock: state.clock, changes };
  const models = new Collection({ kind: 'model', store: state.models, ...common });
  const configs = new Collection({ kind: 'endpoint-config', store: state.endpointConfigs, ...common });
  const exists = {
    model: (name: string) => models.has(name),
    'endpoint-config': (name: string) => configs.has(name),
    endpoint: (name: string) => fleets.list().some(({ record }) => record.name === name),
  };
  const operations: Operations = {
    ...modelOperations(models, requireArtifact),
    ...endpointConfigOperations(configs, models),
    ...endpointOperations({ fleets, configs, models, tags: state.tags, changes }),
    ...tagOperations(state.tags, (kind, name) => exists[kind](name), changes),
  };
  return async (name, input) => {
    const perform = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (!perform)
      throw unknownOperation(`Local does not have the operation ${name}; it has SageMaker's hosting operations.`);
    return await perform(input);
  };
}
