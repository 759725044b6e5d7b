import type { DescribeEndpointCommandOutput, DescribeEndpointConfigCommandOutput } from '@aws-sdk/client-sagemaker';
import type { ResourceKind } from '../hosting/hosting.ts';
import { currentWeight, type DescribedVariant, describedVariants, isServerless } from '../hosting/traffic.ts';
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

/** The words, as a row or a sentence begins with them. */
export function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A label and what it says, for a tooltip. */
export type Fact = readonly [label: string, value: string];

/** A live variant's share of the traffic, by name; nothing where no variant gets any. */
export function liveShares(endpoint: DescribeEndpointCommandOutput): ReadonlyMap<string, string> {
  return sharesByName(
    describedVariants(endpoint).map((variant) => [variant.VariantName ?? '', currentWeight(variant)]),
  );
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
export function endpointLine(endpoint: DescribeEndpointCommandOutput): string {
  const status = endpoint.EndpointStatus ?? 'state unknown';
  const shares = liveShares(endpoint);
  if (shares.size < 2) return status;
  return [status, ...[...shares].map(([name, share]) => `${name} ${share}`)].join(' · ');
}

/** `2 × ml.m5.large`, `1/2 × ml.m5.large` while they differ, or `serverless`. */
export function instancesText(variant: DescribedVariant, instanceType: string | undefined): string {
  if (isServerless(variant)) return 'serverless';
  const { CurrentInstanceCount, DesiredInstanceCount } = variant;
  const current = CurrentInstanceCount ?? 0;
  const desired = DesiredInstanceCount ?? current;
  const count = current === desired ? String(current) : `${current}/${desired}`;
  if (instanceType !== undefined) return `${count} × ${instanceType}`;
  return `${count} ${desired === 1 ? 'instance' : 'instances'}`;
}

/** What a tooltip tells of an endpoint. */
export function endpointFacts(endpoint: DescribeEndpointCommandOutput): readonly Fact[] {
  const shares = liveShares(endpoint);
  const pending = endpoint.PendingDeploymentSummary?.EndpointConfigName;
  return present([
    ['Status', endpoint.EndpointStatus],
    ['Failure reason', endpoint.FailureReason],
    ['Configuration', endpoint.EndpointConfigName],
    ['Changing to', pending === endpoint.EndpointConfigName ? undefined : pending],
    ...describedVariants(endpoint).map(
      (variant) => [`Variant ${variant.VariantName}`, variantFact(variant, shares)] as const,
    ),
    ['Created', timeText(endpoint.CreationTime)],
    ['Modified', timeText(endpoint.LastModifiedTime)],
    ['ARN', endpoint.EndpointArn],
  ]);
}

function variantFact(variant: DescribedVariant, shares: ReadonlyMap<string, string>): string {
  return [shares.get(variant.VariantName ?? '') ?? '', instancesFact(variant), ...statesOf(variant)].join(', ');
}

function instancesFact(variant: DescribedVariant): string {
  if (isServerless(variant)) return 'serverless';
  const { CurrentInstanceCount: current = 0, DesiredInstanceCount: desired = current } = variant;
  if (current !== desired) return `${current} → ${desired} instances`;
  return `${current} ${current === 1 ? 'instance' : 'instances'}`;
}

/** What a variant is going through, such as `Baking`. */
export function statesOf({ VariantStatus = [] }: DescribedVariant): readonly string[] {
  return VariantStatus.flatMap(({ Status }) => Status ?? []);
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
