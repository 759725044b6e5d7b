import type { DeploymentSpec, ExistingResources } from '../hosting/deploymentPlan.ts';
import { wantedNames } from '../hosting/deploymentPlan.ts';
import type { Hosting, ResourceKind } from '../hosting/hosting.ts';
import { explain } from '../hosting/problems.ts';
import { commonStart } from '../hosting/proposedNames.ts';

/** Most resources of a name's kin that are described to see whether they can be used again. */
const MAX_DESCRIBED = 4;

/** Names in use at a connection that begin like one endpoint's. */
export interface NamesInUse {
  readonly endpoint: ReadonlySet<string>;
  readonly endpointConfig: ReadonlySet<string>;
  readonly model: ReadonlySet<string>;
}

/** Asks for the names in use that a deployment of this endpoint could meet. A list that may not be read counts as empty. */
export async function namesInUse(hosting: Hosting, endpointName: string, signal: AbortSignal): Promise<NamesInUse> {
  const nameContains = commonStart(endpointName);
  const names = async (kind: ResourceKind) => {
    try {
      const { items } = await hosting.list(kind, { nameContains, signal });
      return new Set(items.map(({ name }) => name));
    } catch (error) {
      if (explain(error).kind === 'accessDenied') return new Set<string>();
      throw error;
    }
  };
  const [endpoint, endpointConfig, model] = await Promise.all([
    names('endpoint'),
    names('endpointConfig'),
    names('model'),
  ]);
  return { endpoint, endpointConfig, model };
}

/** Describes what already has the names that a deployment wants, to see whether it is the same thing. */
export async function existingResources(
  hosting: Hosting,
  spec: DeploymentSpec,
  names: NamesInUse,
  signal: AbortSignal,
): Promise<ExistingResources> {
  const wanted = wantedNames(spec);
  const models = await describeKin(names.model, wanted.models, (name) => hosting.describeModel(name, signal));
  const endpointConfigs = await describeKin(names.endpointConfig, [wanted.endpointConfig], (name) =>
    hosting.describeEndpointConfig(name, signal),
  );
  return { models, endpointConfigs };
}

async function describeKin<Description>(
  inUse: ReadonlySet<string>,
  wanted: readonly string[],
  describe: (name: string) => Promise<Description>,
): Promise<ReadonlyMap<string, Description | undefined>> {
  const found = new Map<string, Description | undefined>([...inUse].map((name) => [name, undefined]));
  const kin = wanted.flatMap((name) => [...inUse].filter((other) => isKin(other, name)).slice(0, MAX_DESCRIBED));
  await Promise.all(
    kin.map(async (name) => {
      found.set(name, await describe(name).catch(() => undefined));
    }),
  );
  return found;
}

function isKin(name: string, wanted: string): boolean {
  return name === wanted || (name.startsWith(`${wanted}-`) && /^\d+$/.test(name.slice(wanted.length + 1)));
}
