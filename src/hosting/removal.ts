import type { DescribeEndpointCommandOutput } from '@aws-sdk/client-sagemaker';
import type { MadeResource } from './deployment.ts';
import { isInTransition } from './endpointState.ts';
import type { Hosting } from './hosting.ts';
import { describePatiently } from './patience.ts';
import { pause } from './pause.ts';
import { type Polling, polls } from './polling.ts';
import { explain } from './problems.ts';

/** How removing went. */
export type RemovalOutcome =
  | { readonly kind: 'removed'; readonly removed: readonly MadeResource[] }
  /** Ended before everything was removed, by an error or by the caller. */
  | {
      readonly kind: 'stopped';
      readonly removed: readonly MadeResource[];
      readonly left: readonly MadeResource[];
      /** Undefined where the caller stopped it. */
      readonly error: unknown;
    };

/** How removing is watched. */
export interface RemovalOptions extends Polling {
  readonly signal: AbortSignal;
  /** Told what is about to be removed, and what for it has to wait. */
  readonly onProgress?: (resource: MadeResource, waitsFor: 'creation' | undefined) => void;
}

/**
 * Removes resources, the last one made first: endpoint, configuration, models. An endpoint in transition can't be deleted
 * (DeleteEndpoint answers `Cannot update in-progress endpoint`), so this waits until it has settled. Never rejects.
 */
export async function remove(
  hosting: Hosting,
  made: readonly MadeResource[],
  options: RemovalOptions,
): Promise<RemovalOutcome> {
  const removed: MadeResource[] = [];
  try {
    for (const resource of [...made].reverse()) {
      options.signal.throwIfAborted();
      if (resource.kind === 'endpoint') await removeEndpoint(hosting, resource, options);
      else await removePlain(hosting, resource, options);
      removed.push(resource);
    }
    return { kind: 'removed', removed };
  } catch (error) {
    const left = made.filter((resource) => !removed.includes(resource));
    return { kind: 'stopped', removed, left, error: options.signal.aborted ? undefined : error };
  }
}

async function removePlain(hosting: Hosting, resource: MadeResource, { onProgress }: RemovalOptions): Promise<void> {
  onProgress?.(resource, undefined);
  await hosting.delete(resource.kind, resource.name).catch(ignoreMissing);
}

async function removeEndpoint(hosting: Hosting, resource: MadeResource, options: RemovalOptions): Promise<void> {
  let asked = false;
  let isWaiting = false;
  for (const wait of polls(options)) {
    options.signal.throwIfAborted();
    const endpoint = await describe(hosting, resource.name, options, isWaiting);
    isWaiting = true;
    if (endpoint === undefined) return;
    const status = endpoint.EndpointStatus;
    if (isInTransition(status)) {
      options.onProgress?.(resource, status === 'Deleting' ? undefined : 'creation');
    } else if (!asked) {
      asked = true;
      options.onProgress?.(resource, undefined);
      await hosting.delete('endpoint', resource.name).catch(ignoreMissing);
      continue;
    } else if (status === 'Failed') {
      throw new Error(`The endpoint ${resource.name} could not be deleted.`);
    }
    await pause(wait, options.signal);
  }
}

/** Undefined where there is no such endpoint. */
async function describe(
  hosting: Hosting,
  name: string,
  options: RemovalOptions,
  isWaiting: boolean,
): Promise<DescribeEndpointCommandOutput | undefined> {
  try {
    if (isWaiting) return await describePatiently(hosting, name, options);
    return await hosting.describeEndpoint(name, options.signal);
  } catch (error) {
    ignoreMissing(error);
    return undefined;
  }
}

function ignoreMissing(error: unknown): void {
  if (explain(error).kind !== 'notFound') throw error;
}
