import type { EndpointStatus } from '../../api/endpoints.ts';
import { refuseWeightlessVariants } from '../control/variantRules.ts';
import { ServiceError, validationException } from '../protocol/serviceError.ts';
import type { DeployedVariant, Deployment } from '../state/records.ts';
import type { VariantChange } from './endpointFleets.ts';

/** What can be asked of an endpoint that exists. */
export type EndpointRequest = 'update' | 'delete';

/**
 * Refuses what an endpoint's status does not allow, in SageMaker's words.
 * @throws ServiceError ValidationException
 */
export function requireReady(request: EndpointRequest, status: EndpointStatus, arn: string): void {
  switch (status) {
    case 'InService':
      return;
    case 'Failed':
    case 'OutOfService':
    case 'UpdateRollbackFailed':
      if (request === 'delete') return;
      throw validationException(`Cannot update endpoint "${arn}" in status ${status}: it can only be deleted.`);
    case 'Creating':
    case 'Updating':
    case 'SystemUpdating':
    case 'RollingBack':
    case 'Deleting':
      throw validationException(`Cannot update in-progress endpoint "${arn}".`);
  }
}

/**
 * The deployment with other weights and counts.
 * @throws ServiceError ValidationException for a variant that is not there or named twice, a count below 1, or weights that
 * are all 0
 */
export function changedDeployment(serving: Deployment, changes: readonly VariantChange[]): Deployment {
  requireKnown(serving, changes);
  const variants = serving.variants.map((variant) => changedVariant(variant, changes));
  refuseWeightlessVariants(variants.map(({ weight }) => weight));
  return { ...serving, variants };
}

function requireKnown(serving: Deployment, changes: readonly VariantChange[]): void {
  const known = serving.variants.map(({ variantName }) => variantName);
  const seen = new Set<string>();
  for (const { variantName } of changes) {
    if (!known.includes(variantName)) {
      throw validationException(
        `Could not find production variant "${variantName}". The endpoint's production variants are: ${known.join(', ')}.`,
      );
    }
    if (seen.has(variantName))
      throw validationException(`Production variant "${variantName}" is named more than once.`);
    seen.add(variantName);
  }
}

function changedVariant(variant: DeployedVariant, changes: readonly VariantChange[]): DeployedVariant {
  const change = changes.find(({ variantName }) => variantName === variant.variantName);
  if (change?.instanceCount !== undefined && change.instanceCount < 1) {
    throw validationException(
      `DesiredInstanceCount of production variant "${variant.variantName}" must be at least 1. To send it no traffic, set its weight to 0.`,
    );
  }
  return {
    ...variant,
    weight: change?.weight ?? variant.weight,
    instanceCount: change?.instanceCount ?? variant.instanceCount,
  };
}

/**
 * Refuses more instances than the machine shall run.
 * @param others instances that all other endpoints are to have
 * @throws ServiceError ResourceLimitExceeded
 */
export function requireRoom(target: Deployment, others: number, limit: number): void {
  const wanted = instanceCount(target);
  if (others + wanted <= limit) return;
  throw new ServiceError(
    'ResourceLimitExceeded',
    400,
    `The limit for instances of all endpoints on this machine is ${limit}, with current utilization of ${others} by other ` +
      `endpoints and a request for ${wanted}. Ask for fewer instances, or delete endpoints you no longer need.`,
  );
}

/** Instances that a deployment is to have. */
export function instanceCount(deployment: Deployment | undefined): number {
  return deployment?.variants.reduce((sum, { instanceCount }) => sum + instanceCount, 0) ?? 0;
}
