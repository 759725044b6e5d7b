import type { EndpointStatus } from '../api/endpoints.ts';
import { isInTransition } from './endpointState.ts';

/** The members of DescribeEndpoint's answer that tell how a change went. */
export interface EndpointSight {
  readonly EndpointStatus?: EndpointStatus | undefined;
  readonly EndpointConfigName?: string | undefined;
  readonly FailureReason?: string | undefined;
  readonly PendingDeploymentSummary?: { readonly EndpointConfigName?: string | undefined } | undefined;
}

/** What has been seen of a change that is under way. */
export interface ChangeUnderWay {
  readonly creating: boolean;
  readonly rollingBack: boolean;
  /** The configuration that the endpoint is to get. */
  readonly wantedConfig?: string;
  /** The one that served while it was under way. */
  readonly servingConfig?: string;
}

/** A change that did not come out as it was asked for. */
export type BadOutcome =
  | { readonly kind: 'failed'; readonly reason: string }
  | {
      readonly kind: 'rolledBack';
      readonly wantedConfig?: string;
      readonly servingConfig?: string;
      readonly reason?: string;
    }
  | { readonly kind: 'rollbackFailed'; readonly reason: string };

/** What looking at an endpoint comes to. */
export interface Look {
  /** To be handed to the next look; undefined once it has settled. */
  readonly underWay?: ChangeUnderWay;
  /** Present when a change that was under way has just come out badly. */
  readonly outcome?: BadOutcome;
}

/**
 * Follows an endpoint from look to look. A failed update reads InService again, so that only its configuration tells (API:
 * `UpdateEndpoint`; `PendingDeploymentSummary` exists only while it is under way).
 */
export function lookAtEndpoint(before: ChangeUnderWay | undefined, sight: EndpointSight): Look {
  if (isInTransition(sight.EndpointStatus)) return { underWay: seen(before, sight) };
  if (before === undefined) return {};
  const outcome = outcomeOf(before, sight);
  return outcome === undefined ? {} : { outcome };
}

function seen(before: ChangeUnderWay | undefined, sight: EndpointSight): ChangeUnderWay {
  const wantedConfig = sight.PendingDeploymentSummary?.EndpointConfigName ?? before?.wantedConfig;
  const servingConfig = sight.EndpointConfigName ?? before?.servingConfig;
  return {
    creating: sight.EndpointStatus === 'Creating',
    rollingBack: before?.rollingBack === true || sight.EndpointStatus === 'RollingBack',
    ...(wantedConfig === undefined ? {} : { wantedConfig }),
    ...(servingConfig === undefined ? {} : { servingConfig }),
  };
}

function outcomeOf(before: ChangeUnderWay, sight: EndpointSight): BadOutcome | undefined {
  const reason = sight.FailureReason;
  switch (sight.EndpointStatus) {
    case 'Failed':
      return { kind: 'failed', reason: reason ?? 'The service gives no reason.' };
    case 'UpdateRollbackFailed':
      return { kind: 'rollbackFailed', reason: reason ?? 'The service gives no reason.' };
    case 'InService':
      return isRolledBack(before, sight) ? rolledBack(before, sight) : undefined;
    default:
      return undefined;
  }
}

function isRolledBack(before: ChangeUnderWay, sight: EndpointSight): boolean {
  if (before.creating) return false;
  if (before.rollingBack) return true;
  return before.wantedConfig !== undefined && sight.EndpointConfigName !== before.wantedConfig;
}

function rolledBack({ wantedConfig }: ChangeUnderWay, sight: EndpointSight): BadOutcome {
  const servingConfig = sight.EndpointConfigName;
  const reason = sight.FailureReason;
  return {
    kind: 'rolledBack',
    ...(wantedConfig === undefined ? {} : { wantedConfig }),
    ...(servingConfig === undefined ? {} : { servingConfig }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** A bad outcome in whole sentences. */
export function outcomeText(name: string, outcome: BadOutcome): string {
  switch (outcome.kind) {
    case 'failed':
      return `Endpoint ${name} failed: ${outcome.reason}`;
    case 'rollbackFailed':
      return `Endpoint ${name}: neither the update nor the rollback succeeded, and it serves a mix of both: ${outcome.reason}`;
    case 'rolledBack': {
      const to = outcome.wantedConfig === undefined ? '' : ` to ${outcome.wantedConfig}`;
      const back = outcome.servingConfig === undefined ? '' : ` It serves ${outcome.servingConfig} as before.`;
      const reason = outcome.reason === undefined ? 'The service gives no reason.' : outcome.reason;
      return `Endpoint ${name}: the update${to} was rolled back.${back} ${reason}`;
    }
  }
}
