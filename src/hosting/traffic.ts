import type { DescribeEndpointCommandOutput } from '@aws-sdk/client-sagemaker';

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

/** The traffic of a described endpoint. */
export function trafficOf(endpoint: DescribeEndpointCommandOutput): LiveTraffic {
  const variants = (endpoint.ProductionVariants ?? []).map((variant) => ({
    name: variant.VariantName ?? '',
    weight: variant.DesiredWeight ?? variant.CurrentWeight ?? 1,
    instances: variant.DesiredInstanceCount ?? variant.CurrentInstanceCount ?? 0,
  }));
  return { status: endpoint.EndpointStatus ?? '', variants };
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
