import type { DescribeEndpointCommandOutput } from '@aws-sdk/client-sagemaker';
import { currentWeight } from '../hosting/traffic.ts';
import { sharesOf } from '../hosting/variants.ts';
import type { EndpointCondition } from './messages.ts';

/** What the page needs of an endpoint's description. */
export function conditionOf(endpoint: DescribeEndpointCommandOutput): EndpointCondition {
  const variants = endpoint.ProductionVariants ?? [];
  const shares = sharesOf(variants.map(currentWeight));
  return {
    kind: 'known',
    status: endpoint.EndpointStatus ?? 'OutOfService',
    variants: variants.map(({ VariantName = '' }, index) => {
      const share = shares?.[index];
      return share === undefined ? { name: VariantName } : { name: VariantName, share };
    }),
    ...(endpoint.FailureReason === undefined ? {} : { failureReason: endpoint.FailureReason }),
  };
}
