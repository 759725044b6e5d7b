import { validationException } from '../protocol/serviceError.ts';

/** @throws ServiceError ValidationException when a name occurs twice */
export function refuseRepeatedVariants(names: readonly string[]): void {
  const repeated = names.find((name, index) => names.indexOf(name) < index);
  if (repeated !== undefined) {
    throw validationException(`Duplicate production variant name "${repeated}". Give every variant a name of its own.`);
  }
}

/**
 * A variant's share is its weight over the sum of all weights, which zeros leave undefined.
 * @throws ServiceError ValidationException when the sum is 0, or beyond what a number can hold
 */
export function refuseWeightlessVariants(weights: readonly number[]): void {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (sum > 0 && Number.isFinite(sum)) return;
  throw validationException(
    sum === 0
      ? 'The weights of the production variants add up to 0, so none of them would get traffic. Give at least one a weight above 0.'
      : 'The weights of the production variants add up to more than a number can hold. Give them smaller weights.',
  );
}
