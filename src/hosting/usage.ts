import type { DescribeEndpointCommandOutput, DescribeEndpointConfigCommandOutput } from '@aws-sdk/client-sagemaker';
import type { Hosting, ResourceKind } from './hosting.ts';
import { listNewest } from './listing.ts';
import { explain } from './problems.ts';

/** Most resources of a kind that are looked at to find who uses what. */
const MAX_LOOKED_AT = 200;

/** Descriptions that are asked for at once. */
const CONCURRENCY = 8;

/** Which configuration an endpoint runs. */
export interface EndpointUse {
  readonly endpoint: string;
  readonly endpointConfig: string;
  /** The one it is being updated to. */
  readonly nextConfig?: string;
}

/** Which models a configuration names. */
export interface ConfigUse {
  readonly endpointConfig: string;
  readonly models: readonly string[];
}

interface LookedUpConfig extends ConfigUse {
  /** False where inference components do, which are not looked at. */
  readonly namesModels: boolean;
}

/** What uses what, as far as it was looked at. */
export interface UsageMap {
  readonly endpoints: readonly EndpointUse[];
  readonly endpointConfigs: readonly ConfigUse[];
  /** False when there were more resources than were looked at, or some could not be read. */
  readonly isComplete: boolean;
}

/** What uses a resource. */
export interface Users {
  readonly endpoints: readonly string[];
  readonly endpointConfigs: readonly string[];
}

/** What can go with an endpoint because nothing else needs it, and what has to stay. */
export interface Leftovers {
  readonly endpointConfig: string;
  /** Undefined when the configuration can go; else the other endpoints that run it. */
  readonly configUsedBy: readonly string[];
  /** Models that only this configuration names. */
  readonly models: readonly string[];
  readonly sharedModels: readonly string[];
}

/** What uses an endpoint configuration or a model. Nothing uses an endpoint. */
export function usersOf(kind: ResourceKind, name: string, map: UsageMap): Users {
  if (kind === 'endpoint') return { endpoints: [], endpointConfigs: [] };
  if (kind === 'endpointConfig') return { endpoints: endpointsOf([name], map), endpointConfigs: [] };
  const endpointConfigs = map.endpointConfigs
    .filter(({ models }) => models.includes(name))
    .map(({ endpointConfig }) => endpointConfig);
  return { endpoints: endpointsOf(endpointConfigs, map), endpointConfigs };
}

/** What an endpoint leaves behind when it alone is deleted; undefined where the map does not tell. */
export function leftoversOf(endpoint: string, map: UsageMap): Leftovers | undefined {
  const own = map.endpoints.find((use) => use.endpoint === endpoint);
  const config = map.endpointConfigs.find(({ endpointConfig }) => endpointConfig === own?.endpointConfig);
  if (!own || !config) return undefined;
  const others = map.endpointConfigs.filter((other) => other !== config);
  const isShared = (model: string) => others.some(({ models }) => models.includes(model));
  const models = [...new Set(config.models)];
  return {
    endpointConfig: config.endpointConfig,
    configUsedBy: endpointsOf([config.endpointConfig], map).filter((name) => name !== endpoint),
    models: models.filter((model) => !isShared(model)),
    sharedModels: models.filter(isShared),
  };
}

/**
 * Looks up what uses what: endpoints always, configurations only where models matter.
 * @throws when aborted, and when the lists can't be read at all
 */
export async function lookUpUsage(
  hosting: LookedAt,
  what: { readonly endpointConfigs: boolean },
  signal: AbortSignal,
): Promise<UsageMap> {
  const endpoints = await describeAll(hosting, 'endpoint', signal, async (name) =>
    endpointUse(await hosting.describeEndpoint(name, signal)),
  );
  const configs = what.endpointConfigs
    ? await describeAll(hosting, 'endpointConfig', signal, async (name) =>
        configUse(await hosting.describeEndpointConfig(name, signal)),
      )
    : { found: [], isComplete: true };
  return {
    endpoints: endpoints.found,
    endpointConfigs: configs.found,
    isComplete: endpoints.isComplete && configs.isComplete && configs.found.every(({ namesModels }) => namesModels),
  };
}

/** Which models a described configuration names. */
function configUse(config: DescribeEndpointConfigCommandOutput): LookedUpConfig {
  const variants = [...(config.ProductionVariants ?? []), ...(config.ShadowProductionVariants ?? [])];
  const models = variants.flatMap(({ ModelName }) => (ModelName === undefined ? [] : [ModelName]));
  return { endpointConfig: config.EndpointConfigName ?? '', models, namesModels: models.length === variants.length };
}

function endpointUse(endpoint: DescribeEndpointCommandOutput): EndpointUse {
  const nextConfig = endpoint.PendingDeploymentSummary?.EndpointConfigName;
  const use = { endpoint: endpoint.EndpointName ?? '', endpointConfig: endpoint.EndpointConfigName ?? '' };
  return nextConfig === undefined ? use : { ...use, nextConfig };
}

function endpointsOf(configs: readonly string[], map: UsageMap): string[] {
  return map.endpoints
    .filter(({ endpointConfig, nextConfig }) => configs.includes(endpointConfig) || configs.includes(nextConfig ?? ''))
    .map(({ endpoint }) => endpoint)
    .sort();
}

type LookedAt = Pick<Hosting, 'list' | 'describeEndpoint' | 'describeEndpointConfig'>;

interface Found<Use> {
  readonly found: readonly Use[];
  readonly isComplete: boolean;
}

async function describeAll<Use>(
  hosting: Pick<Hosting, 'list'>,
  kind: ResourceKind,
  signal: AbortSignal,
  describe: (name: string) => Promise<Use>,
): Promise<Found<Use>> {
  const { items, isComplete } = await listNewest(hosting, kind, MAX_LOOKED_AT, signal);
  const found: Use[] = [];
  let unread = 0;
  const queue = [...items];
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      signal.throwIfAborted();
      try {
        found.push(await describe(next.name));
      } catch (error) {
        signal.throwIfAborted();
        // Deleted between the list and this look: it uses nothing any more.
        if (explain(error).kind !== 'notFound') unread += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return { found, isComplete: isComplete && unread === 0 };
}
