import type {
  DescribeEndpointCommandOutput,
  DescribeEndpointConfigCommandOutput,
  ProductionVariantSummary,
} from '@aws-sdk/client-sagemaker';
import type { ResourceKind } from '../hosting/hosting.ts';
import { formatShare, sharesOf } from '../hosting/variants.ts';

/** What a list is called in the tree. */
export const listTitles: Readonly<Record<ResourceKind, string>> = {
  endpoint: 'Endpoints',
  endpointConfig: 'Endpoint Configurations',
  model: 'Models',
};

/** One of a list, in a sentence. */
export const kindWords: Readonly<Record<ResourceKind, string>> = {
  endpoint: 'endpoint',
  endpointConfig: 'endpoint configuration',
  model: 'model',
};

/** A label and what it says, for a tooltip. */
export type Fact = readonly [label: string, value: string];

/** A live variant's share of the traffic, by name; nothing where no variant gets any. */
export function liveShares(variants: readonly ProductionVariantSummary[]): ReadonlyMap<string, string> {
  return sharesByName(variants.map(({ VariantName = '', CurrentWeight = 0 }) => [VariantName, CurrentWeight]));
}

/** A configured variant's share of the traffic, by name. */
export function initialShares({ ProductionVariants = [] }: DescribeEndpointConfigCommandOutput) {
  return sharesByName(
    ProductionVariants.map(({ VariantName = '', InitialVariantWeight = 1 }) => [VariantName, InitialVariantWeight]),
  );
}

function sharesByName(weights: readonly (readonly [string, number])[]): ReadonlyMap<string, string> {
  const shares = sharesOf(weights.map(([, weight]) => weight));
  return new Map(
    weights.map(([name], index) => [name, shares === undefined ? 'no traffic' : formatShare(shares[index] ?? 0)]),
  );
}

/** `InService · blue 95 % · green 5 %`; a lone variant needs no share. */
export function endpointLine({ EndpointStatus, ProductionVariants = [] }: DescribeEndpointCommandOutput): string {
  const status = EndpointStatus ?? 'state unknown';
  const shares = liveShares(ProductionVariants);
  if (shares.size < 2) return status;
  return [status, ...[...shares].map(([name, share]) => `${name} ${share}`)].join(' · ');
}

/** `2 × ml.m5.large`, or `1/2 × ml.m5.large` while they differ. */
export function instancesText(
  { CurrentInstanceCount, DesiredInstanceCount }: ProductionVariantSummary,
  instanceType: string | undefined,
): string {
  const current = CurrentInstanceCount ?? 0;
  const desired = DesiredInstanceCount ?? current;
  const count = current === desired ? String(current) : `${current}/${desired}`;
  if (instanceType !== undefined) return `${count} × ${instanceType}`;
  return `${count} ${desired === 1 ? 'instance' : 'instances'}`;
}

/** What a tooltip tells of an endpoint. */
export function endpointFacts(endpoint: DescribeEndpointCommandOutput): readonly Fact[] {
  const shares = liveShares(endpoint.ProductionVariants ?? []);
  const pending = endpoint.PendingDeploymentSummary?.EndpointConfigName;
  return present([
    ['Status', endpoint.EndpointStatus],
    ['Failure reason', endpoint.FailureReason],
    ['Configuration', endpoint.EndpointConfigName],
    ['Changing to', pending === endpoint.EndpointConfigName ? undefined : pending],
    ...(endpoint.ProductionVariants ?? []).map(
      (variant) => [`Variant ${variant.VariantName}`, variantFact(variant, shares)] as const,
    ),
    ['Created', timeText(endpoint.CreationTime)],
    ['Modified', timeText(endpoint.LastModifiedTime)],
    ['ARN', endpoint.EndpointArn],
  ]);
}

function variantFact(variant: ProductionVariantSummary, shares: ReadonlyMap<string, string>): string {
  const { VariantName = '', CurrentInstanceCount = 0, DesiredInstanceCount = CurrentInstanceCount } = variant;
  const instances =
    CurrentInstanceCount === DesiredInstanceCount
      ? `${CurrentInstanceCount} ${CurrentInstanceCount === 1 ? 'instance' : 'instances'}`
      : `${CurrentInstanceCount} → ${DesiredInstanceCount} instances`;
  const states = (variant.VariantStatus ?? []).map(({ Status }) => Status).filter((status) => status !== undefined);
  return [shares.get(VariantName) ?? '', instances, ...states].join(', ');
}

/** Facts that there are. */
export function present(facts: readonly (readonly [string, string | undefined])[]): readonly Fact[] {
  return facts.flatMap(([label, value]) => (value === undefined || value === '' ? [] : [[label, value] as const]));
}

/** A time as the person's own calendar and clock have it. */
export function timeText(time: Date | undefined): string | undefined {
  return time === undefined || time.getTime() === 0
    ? undefined
    : time.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
}
