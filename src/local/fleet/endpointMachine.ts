import type { EndpointStatus } from '../../api/endpoints.ts';
import type { DeployedVariant, Deployment, EndpointPhase, EndpointRecord } from '../state/records.ts';
import type { EndpointView, VariantView } from './endpointFleets.ts';

/** What moves an endpoint from one phase to the next. */
export type EndpointEvent =
  /** UpdateEndpoint or UpdateEndpointWeightsAndCapacities was accepted. */
  | { readonly kind: 'targetSet'; readonly target: Deployment }
  /** Every instance of the target is healthy. */
  | { readonly kind: 'targetHealthy' }
  | { readonly kind: 'targetFailed'; readonly reason: string }
  | { readonly kind: 'deletionBegun' };

/** How an endpoint's instances stand, beside what its record says. */
export interface FleetHealth {
  /** Instances that a restart of the service ended are being brought back. */
  readonly recovering: boolean;
  /** What keeps them from coming back. */
  readonly problem?: string;
  /** Instances of a variant that take invocations. */
  readonly healthy: (variantName: string) => number;
}

/** What has to be done in a phase until its event comes. */
export type PhaseWork =
  | { readonly kind: 'none' }
  | { readonly kind: 'bringUp'; readonly target: Deployment }
  /** Other weights and counts of the variants that serve. */
  | { readonly kind: 'resize'; readonly target: Deployment }
  | { readonly kind: 'tearDown' };

/**
 * The phase that follows.
 * @throws Error where the event can't happen in the phase
 */
export function nextPhase(phase: EndpointPhase, event: EndpointEvent): EndpointPhase {
  switch (event.kind) {
    case 'targetSet':
      if (phase.kind === 'inService') return { kind: 'updating', serving: phase.serving, target: event.target };
      break;
    case 'targetHealthy':
      if (phase.kind === 'creating' || phase.kind === 'updating') return { kind: 'inService', serving: phase.target };
      break;
    case 'targetFailed':
      if (phase.kind === 'creating') return { kind: 'failed', target: phase.target, failureReason: event.reason };
      if (phase.kind === 'updating') {
        return { kind: 'inService', serving: phase.serving, failureReason: event.reason };
      }
      break;
    case 'deletionBegun':
      if (phase.kind === 'inService') return { kind: 'deleting', serving: phase.serving };
      if (phase.kind === 'failed') return { kind: 'deleting', serving: phase.target };
      break;
  }
  throw new Error(`${event.kind} can't happen to an endpoint that is ${phase.kind}.`);
}

/** What the phase still needs, at its beginning and again after a restart. */
export function workOf(phase: EndpointPhase): PhaseWork {
  switch (phase.kind) {
    case 'creating':
      return { kind: 'bringUp', target: phase.target };
    case 'updating':
      return { kind: resizes(phase) ? 'resize' : 'bringUp', target: phase.target };
    case 'deleting':
      return { kind: 'tearDown' };
    case 'inService':
    case 'failed':
      return { kind: 'none' };
  }
}

/** The variants that invocations are spread over, with the weights that count; none where the endpoint takes no invocations. */
export function routedVariants(phase: EndpointPhase): readonly DeployedVariant[] {
  switch (phase.kind) {
    case 'inService':
      return phase.serving.variants;
    case 'updating':
      return resizes(phase) ? phase.target.variants : phase.serving.variants;
    case 'creating':
    case 'failed':
    case 'deleting':
      return [];
  }
}

/** The deployment whose instances must run for the endpoint to serve. */
export function servingDeployment(phase: EndpointPhase): Deployment | undefined {
  return phase.kind === 'inService' || phase.kind === 'updating' ? phase.serving : undefined;
}

/** The deployment that the endpoint shall come to, for counting instances. */
export function intendedDeployment(phase: EndpointPhase): Deployment | undefined {
  switch (phase.kind) {
    case 'creating':
    case 'updating':
      return phase.target;
    case 'inService':
      return phase.serving;
    case 'failed':
    case 'deleting':
      return undefined;
  }
}

/** The status shown. Instances that can't be brought back make an endpoint Failed, until they are back. */
export function endpointStatus(phase: EndpointPhase, health: FleetHealth): EndpointStatus {
  switch (phase.kind) {
    case 'creating':
      return 'Creating';
    case 'updating':
      return 'Updating';
    case 'deleting':
      return 'Deleting';
    case 'failed':
      return 'Failed';
    case 'inService':
      if (!health.recovering) return 'InService';
      return health.problem === undefined ? 'SystemUpdating' : 'Failed';
  }
}

/** The endpoint as DescribeEndpoint shows it. */
export function endpointView(record: EndpointRecord, health: FleetHealth): EndpointView {
  const { phase } = record;
  const status = endpointStatus(phase, health);
  const failureReason = failureReasonOf(phase, status === 'Failed' ? health.problem : undefined);
  return {
    record,
    status,
    endpointConfigName: shownDeployment(phase).endpointConfigName,
    ...(failureReason !== undefined && { failureReason }),
    variants: variantViews(phase, health),
    ...((phase.kind === 'creating' || phase.kind === 'updating') && { pending: phase.target }),
  };
}

function failureReasonOf(phase: EndpointPhase, problem: string | undefined): string | undefined {
  if (phase.kind === 'failed') return phase.failureReason;
  return phase.kind === 'inService' ? (problem ?? phase.failureReason) : undefined;
}

function variantViews(phase: EndpointPhase, health: FleetHealth): VariantView[] {
  const routed = routedVariants(phase);
  const shown = routed.length > 0 ? routed : shownDeployment(phase).variants;
  return shown.map((variant) => ({
    variant,
    currentWeight: variant.weight,
    desiredWeight: variant.weight,
    currentInstanceCount: health.healthy(variant.variantName),
    desiredInstanceCount: variant.instanceCount,
  }));
}

function shownDeployment(phase: EndpointPhase): Deployment {
  return 'serving' in phase ? phase.serving : phase.target;
}

/** A configuration never changes, so the same one with another target means other weights and counts. */
function resizes(phase: { readonly serving: Deployment; readonly target: Deployment }): boolean {
  return phase.serving.endpointConfigName === phase.target.endpointConfigName;
}
