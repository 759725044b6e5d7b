import { runtimeHeaders } from '../../api/runtime.ts';
import { validationError } from '../protocol/runtimeRequest.ts';

/** A variant as the router sees it. */
export interface WeightedVariant {
  readonly variantName: string;
  readonly weight: number;
}

/**
 * The variant that takes the next invocation: its share of the traffic is weight / sum of weights, and weight 0 gets none.
 * @param random uniform in [0, 1)
 * @returns undefined where no variant has a weight above 0
 */
export function chooseVariant(variants: readonly WeightedVariant[], random: number): string | undefined {
  const weighted = variants.filter(({ weight }) => weight > 0);
  // Dividing by the greatest first keeps the sum finite, however great the weights are.
  const greatest = Math.max(...weighted.map(({ weight }) => weight));
  const shares = weighted.map(({ weight }) => weight / greatest);
  let left = random * shares.reduce((sum, share) => sum + share, 0);
  const index = shares.findIndex((share) => {
    left -= share;
    return left < 0;
  });
  // Rounding can leave a crumb after the last share.
  return weighted.at(index)?.variantName;
}

/**
 * The variant an invocation asks for by `X-Amzn-SageMaker-Target-Variant`; undefined where the weights shall decide.
 * @param headers the invocation's `x-amzn-sagemaker-*` headers, lower case
 * @throws ServiceError ValidationError where the endpoint has no such variant
 */
export function targetVariant(
  headers: Readonly<Record<string, string>>,
  endpointName: string,
  variants: readonly WeightedVariant[],
): string | undefined {
  const asked = headers[runtimeHeaders.targetVariant];
  if (asked === undefined || variants.some(({ variantName }) => variantName === asked)) return asked;
  const names = variants.map(({ variantName }) => variantName).join(', ');
  throw validationError(
    `Variant "${asked}" was not found in endpoint "${endpointName}". Its production variants are: ${names}.`,
  );
}
