import type { DescribeEndpointCommandOutput } from '@aws-sdk/client-sagemaker';
import type { DeploymentPlan } from './deploymentPlan.ts';
import { isInTransition } from './endpointState.ts';
import type { Hosting, ResourceKind } from './hosting.ts';
import { describePatiently } from './patience.ts';
import { pause } from './pause.ts';
import { type Polling, polls } from './polling.ts';

/** A resource that a deployment has created. */
export interface MadeResource {
  readonly kind: ResourceKind;
  readonly name: string;
}

/** One step of a deployment; `inService` waits for the endpoint. */
export interface DeploymentStep {
  readonly kind: ResourceKind | 'inService';
  readonly name: string;
  readonly state: StepState;
}

/** How a step stands; `exists` needs nothing done, as the resource is there already. */
export type StepState = 'waiting' | 'exists' | 'running' | 'done' | 'failed' | 'cancelled';

/** How a deployment ended, and what it made up to there, in the order it was made. */
export type DeploymentOutcome =
  | { readonly kind: 'inService'; readonly made: readonly MadeResource[] }
  | { readonly kind: 'cancelled'; readonly made: readonly MadeResource[] }
  | { readonly kind: 'refused'; readonly made: readonly MadeResource[]; readonly error: unknown }
  /** The service has made everything, but the endpoint did not come up. */
  | { readonly kind: 'failed'; readonly made: readonly MadeResource[]; readonly reason: string };

/** How a deployment is watched. */
export interface DeploymentOptions extends Polling {
  readonly signal: AbortSignal;
  readonly onProgress?: (steps: readonly DeploymentStep[]) => void;
}

/** The steps of a plan before any was taken. */
export function plannedSteps(plan: DeploymentPlan): DeploymentStep[] {
  const config = plan.endpointConfig;
  const { EndpointName } = plan.endpoint;
  return [
    ...plan.models.map(({ input, exists }) => step('model', input.ModelName, exists)),
    step('endpointConfig', config.input.EndpointConfigName, config.exists),
    step('endpoint', EndpointName, false),
    step('inService', EndpointName, false),
  ];
}

/**
 * Creates models, configuration and endpoint one after the other and waits until the endpoint is in service. Never rejects: what
 * happened is in the outcome. Aborting ends it after the call under way, so that nothing is made that the outcome doesn't name.
 */
export async function deploy(
  hosting: Hosting,
  plan: DeploymentPlan,
  options: DeploymentOptions,
): Promise<DeploymentOutcome> {
  const progress = new Progress(plan, options.onProgress);
  for (const { kind, name, create } of creations(hosting, plan)) {
    if (options.signal.aborted) return progress.end({ kind: 'cancelled', made: progress.made });
    progress.set(kind, name, 'running');
    try {
      await create();
    } catch (error) {
      progress.set(kind, name, 'failed');
      return { kind: 'refused', made: progress.made, error };
    }
    progress.add({ kind, name });
  }
  return awaitService(hosting, plan.endpoint.EndpointName, progress, options);
}

async function awaitService(
  hosting: Hosting,
  endpointName: string,
  progress: Progress,
  options: DeploymentOptions,
): Promise<DeploymentOutcome> {
  progress.set('inService', endpointName, 'running');
  try {
    const endpoint = await settledEndpoint(hosting, endpointName, options);
    if (endpoint.EndpointStatus === 'InService') {
      return progress.end({ kind: 'inService', made: progress.made });
    }
    return progress.end({ kind: 'failed', made: progress.made, reason: failureOf(endpoint) });
  } catch (error) {
    if (options.signal.aborted) return progress.end({ kind: 'cancelled', made: progress.made });
    return progress.end({ kind: 'refused', made: progress.made, error });
  }
}

/**
 * Looks at an endpoint until it is no longer in transition.
 * @throws when the endpoint can't be described, and the signal's reason when aborted
 */
export async function settledEndpoint(
  hosting: Hosting,
  name: string,
  options: Polling & { readonly signal: AbortSignal },
): Promise<DescribeEndpointCommandOutput> {
  for (const wait of polls(options)) {
    const endpoint = await describePatiently(hosting, name, options);
    if (!isInTransition(endpoint.EndpointStatus)) return endpoint;
    await pause(wait, options.signal);
  }
  throw new Error('Looking at an endpoint has no end of its own.');
}

function failureOf({ FailureReason, EndpointStatus }: DescribeEndpointCommandOutput): string {
  return FailureReason ?? `The endpoint is ${EndpointStatus} and gives no reason.`;
}

function step(kind: ResourceKind | 'inService', name: string, exists: boolean): DeploymentStep {
  return { kind, name, state: exists ? 'exists' : 'waiting' };
}

interface Creation extends MadeResource {
  readonly create: () => Promise<string>;
}

/** Not given the signal: a call that is cut off may have made its resource all the same, and nobody would know of it. */
function creations(hosting: Hosting, plan: DeploymentPlan): Creation[] {
  const models = plan.models.filter(({ exists }) => !exists);
  const configs = [plan.endpointConfig].filter(({ exists }) => !exists);
  return [
    ...models.map(({ input }): Creation => {
      return { kind: 'model', name: input.ModelName, create: () => hosting.createModel(input) };
    }),
    ...configs.map(({ input }): Creation => {
      return {
        kind: 'endpointConfig',
        name: input.EndpointConfigName,
        create: () => hosting.createEndpointConfig(input),
      };
    }),
    { kind: 'endpoint', name: plan.endpoint.EndpointName, create: () => hosting.createEndpoint(plan.endpoint) },
  ];
}

class Progress {
  readonly #onProgress: DeploymentOptions['onProgress'];
  #steps: readonly DeploymentStep[];
  #made: readonly MadeResource[] = [];

  constructor(plan: DeploymentPlan, onProgress: DeploymentOptions['onProgress']) {
    this.#onProgress = onProgress;
    this.#steps = plannedSteps(plan);
    onProgress?.(this.#steps);
  }

  get made(): readonly MadeResource[] {
    return this.#made;
  }

  add(made: MadeResource): void {
    this.#made = [...this.#made, made];
    this.set(made.kind, made.name, 'done');
  }

  set(kind: DeploymentStep['kind'], name: string, state: StepState): void {
    this.#steps = this.#steps.map((each) => (each.kind === kind && each.name === name ? { ...each, state } : each));
    this.#onProgress?.(this.#steps);
  }

  end(outcome: DeploymentOutcome): DeploymentOutcome {
    const ends = { inService: 'done', cancelled: 'cancelled', refused: 'failed', failed: 'failed' } as const;
    this.#steps = this.#steps.map((each) => (each.state === 'running' ? { ...each, state: ends[outcome.kind] } : each));
    this.#onProgress?.(this.#steps);
    return outcome;
  }
}
