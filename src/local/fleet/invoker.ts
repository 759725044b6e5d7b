import { containerContract } from '../../api/containerContract.ts';
import type { EndpointStatus } from '../../api/endpoints.ts';
import { runtimeHeaders } from '../../api/runtime.ts';
import { chooseVariant, targetVariant, type WeightedVariant } from '../routing/chooseVariant.ts';
import type { ForwardOutcome, ForwardRequest } from '../routing/instanceClient.ts';
import { endpointNotFound, modelError, serviceUnavailable } from '../routing/invocationErrors.ts';
import type { FleetContext } from './context.ts';
import type { Invocation, InvocationResult } from './endpointFleets.ts';
import type { Instance } from './instance.ts';

/** An endpoint as an invocation sees it; what it tells changes from one moment to the next. */
export interface RoutedEndpoint {
  readonly name: string;
  readonly status: EndpointStatus;
  /** None where the endpoint takes no invocations. */
  readonly routed: readonly WeightedVariant[];
  /** How long an invocation may wait for a healthy instance, in milliseconds, from when it came in. */
  readonly waitLimitMs: number;
  choose(variantName: string, except: ReadonlySet<Instance>): Instance | undefined;
  /** What was wrong last with a variant that has no healthy instance. */
  problem(variantName: string): string | undefined;
  /** Resolves when something has changed or the time is over. Throws the signal's reason. */
  changed(timeoutMs: number, signal: AbortSignal): Promise<void>;
}

/**
 * Sends an invocation to an instance and gives back its answer.
 * @throws ServiceError as the runtime words it; the signal's reason when the invocation is cancelled
 */
export async function invokeEndpoint(
  endpoint: RoutedEndpoint,
  invocation: Invocation,
  context: FleetContext,
): Promise<InvocationResult> {
  const request = forwardedRequest(invocation, context.timings.invocationTimeoutMs);
  const unreachable = new Set<Instance>();
  const since = performance.now();
  let variantName: string | undefined;
  for (;;) {
    variantName = routedVariant(endpoint, invocation, variantName, context);
    // Choosing and sending happen in one turn: an instance that is let go in between would take the request with it.
    const instance = endpoint.choose(variantName, unreachable);
    const outcome = await instance?.send(request);
    if (instance && outcome && outcome.kind !== 'notConnected') {
      return answer(outcome, variantName, {
        ...context.identity,
        endpointName: endpoint.name,
        logFile: instance.logFile,
      });
    }
    if (instance) unreachable.add(instance);
    else await waitForInstance(endpoint, variantName, since, invocation.signal);
  }
}

/** The variant stays the same while an invocation waits, unless an update takes it away. */
function routedVariant(
  endpoint: RoutedEndpoint,
  invocation: Invocation,
  before: string | undefined,
  context: FleetContext,
): string {
  const variants = endpoint.routed;
  if (variants.length === 0) {
    const why = `It is ${endpoint.status}; an endpoint takes invocations while it is InService or Updating.`;
    throw endpointNotFound(endpoint.name, context.identity.account, why);
  }
  if (before !== undefined && variants.some(({ variantName }) => variantName === before)) return before;
  const asked = targetVariant(invocation.headers, endpoint.name, variants);
  const chosen = asked ?? chooseVariant(variants, context.random());
  if (chosen === undefined) throw serviceUnavailable(`Every variant of endpoint "${endpoint.name}" has weight 0.`);
  return chosen;
}

async function waitForInstance(
  endpoint: RoutedEndpoint,
  variantName: string,
  since: number,
  signal: AbortSignal,
): Promise<void> {
  const left = since + endpoint.waitLimitMs - performance.now();
  if (left > 0) return endpoint.changed(left, signal);
  const problem = endpoint.problem(variantName);
  throw serviceUnavailable(
    `Endpoint "${endpoint.name}" has no healthy instance of variant "${variantName}" now; one is being brought up. ` +
      `Try again.${problem === undefined ? '' : ` ${problem}`}`,
  );
}

function forwardedRequest(invocation: Invocation, timeoutMs: number): ForwardRequest {
  const { [runtimeHeaders.targetVariant]: _, ...passedThrough } = invocation.headers;
  return {
    method: 'POST',
    path: containerContract.invocationsPath,
    headers: {
      ...(invocation.contentType !== undefined && { 'content-type': invocation.contentType }),
      ...(invocation.accept !== undefined && { accept: invocation.accept }),
      ...passedThrough,
    },
    body: invocation.body,
    timeoutMs,
    signal: invocation.signal,
  };
}

function answer(
  outcome: Exclude<ForwardOutcome, { kind: 'notConnected' }>,
  variantName: string,
  origin: Parameters<typeof modelError>[1],
): InvocationResult {
  if (outcome.kind !== 'answered' || outcome.status < 200 || outcome.status > 299) throw modelError(outcome, origin);
  const customAttributes = outcome.headers[runtimeHeaders.customAttributes];
  return {
    body: outcome.body,
    contentType: outcome.headers['content-type'] ?? 'application/octet-stream',
    invokedProductionVariant: variantName,
    ...(customAttributes !== undefined && { customAttributes: String(customAttributes) }),
  };
}
