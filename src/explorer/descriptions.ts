import type { DescribeEndpointCommandOutput } from '@aws-sdk/client-sagemaker';
import type { Hosting, ResourceDescription, ResourceKind, ResourceSummary } from '../hosting/hosting.ts';
import type { Problem } from '../hosting/problem.ts';

/** What is known of one resource beyond its line in the list. */
export type DescriptionState =
  | { readonly kind: 'unloaded' }
  | { readonly kind: 'loaded'; readonly description: ResourceDescription }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** Describes a resource of any kind. */
export async function describe(hosting: Hosting, kind: ResourceKind, name: string): Promise<ResourceDescription> {
  switch (kind) {
    case 'endpoint':
      return { kind, value: await hosting.describeEndpoint(name) };
    case 'endpointConfig':
      return { kind, value: await hosting.describeEndpointConfig(name) };
    case 'model':
      return { kind, value: await hosting.describeModel(name) };
  }
}

/** A resource's line in the list as its description gives it. */
export function summaryOf(description: ResourceDescription, name: string): ResourceSummary {
  const { kind, value } = description;
  const creationTime = value.CreationTime ?? new Date(0);
  switch (kind) {
    case 'endpoint':
      return { kind, name, arn: value.EndpointArn ?? '', creationTime, ...endpointTimes(value) };
    case 'endpointConfig':
      return { kind, name, arn: value.EndpointConfigArn ?? '', creationTime };
    case 'model':
      return { kind, name, arn: value.ModelArn ?? '', creationTime };
  }
}

function endpointTimes({ EndpointStatus, LastModifiedTime }: DescribeEndpointCommandOutput) {
  return {
    ...(EndpointStatus === undefined ? {} : { status: EndpointStatus }),
    ...(LastModifiedTime === undefined ? {} : { lastModifiedTime: LastModifiedTime }),
  };
}
