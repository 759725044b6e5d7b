import type {
  DescribeEndpointCommandOutput,
  PendingProductionVariantSummary,
  ProductionVariantSummary,
} from '@aws-sdk/client-sagemaker';

/** The weight of a variant that names none (API: `InitialVariantWeight`). */
const DEFAULT_WEIGHT = 1;

/** A variant of a live endpoint, as it is set to be. */
export interface LiveVariant {
  readonly name: string;
  readonly weight: number;
  readonly instances: number;
}

/** A live endpoint, as far as its traffic goes. */
export interface LiveTraffic {
  /** API: `EndpointStatus`. */
  readonly status: string;
  readonly variants: readonly LiveVariant[];
}

/** A variant as DescribeEndpoint tells of it; every member but the name may be missing. */
export type DescribedVariant = ProductionVariantSummary | PendingProductionVariantSummary;

/** The variants that serve; of an endpoint that is being created, which has none yet, those on their way. */
export function describedVariants(endpoint: DescribeEndpointCommandOutput): readonly DescribedVariant[] {
  return endpoint.ProductionVariants ?? endpoint.PendingDeploymentSummary?.ProductionVariants ?? [];
}

/** The weight by which a variant gets traffic now. */
export function currentWeight({ CurrentWeight, DesiredWeight }: DescribedVariant): number {
  return CurrentWeight ?? DesiredWeight ?? DEFAULT_WEIGHT;
}

/** Whether a variant has no instances of its own. */
export function isServerless({ CurrentServerlessConfig, DesiredServerlessConfig }: DescribedVariant): boolean {
  return (CurrentServerlessConfig ?? DesiredServerlessConfig) !== undefined;
}

/** The traffic of a described endpoint. */
export function trafficOf(endpoint: DescribeEndpointCommandOutput): LiveTraffic {
  const variants = (endpoint.ProductionVariants ?? []).map((variant) => ({
    name: variant.VariantName ?? '',
    weight: variant.DesiredWeight ?? variant.CurrentWeight ?? DEFAULT_WEIGHT,
    instances: variant.DesiredInstanceCount ?? variant.CurrentInstanceCount ?? 0,
  }));
  return { status: endpoint.EndpointStatus ?? '', variants };
}

/**
 * Why the weights that were asked for do not count, although the endpoint has settled; undefined where they do. The service keeps
 * weights in single precision.
 */
export function shiftFailure(settled: DescribeEndpointCommandOutput, wanted: readonly number[]): string | undefined {
  const { EndpointStatus, FailureReason = 'The service gives no reason.' } = settled;
  if (EndpointStatus !== 'InService') return `The endpoint is ${EndpointStatus}. ${FailureReason}`;
  const { variants } = trafficOf(settled);
  const counts = variants.every(({ weight }, index) => Math.fround(weight) === Math.fround(wanted[index] ?? 0));
  return counts ? undefined : `The endpoint has other weights than were asked for. ${FailureReason}`;
}

/** Whether two looks at an endpoint saw the same variants with the same weights. */
export function isSameTraffic(a: LiveTraffic, b: LiveTraffic): boolean {
  return (
    a.variants.length === b.variants.length &&
    a.variants.every((variant, index) => {
      const other = b.variants[index];
      return variant.name === other?.name && variant.weight === other.weight;
    })
  );
}
