import type {
  CreateEndpointCommandInput,
  CreateEndpointConfigCommandInput,
  CreateModelCommandInput,
  DescribeEndpointCommandOutput,
  DescribeEndpointConfigCommandOutput,
  DescribeModelCommandOutput,
  UpdateEndpointCommandInput,
  UpdateEndpointWeightsAndCapacitiesCommandInput,
} from '@aws-sdk/client-sagemaker';
import type { EndpointStatus } from '../api/endpoints.ts';

/** What a connection lists. */
export const resourceKinds = ['endpoint', 'endpointConfig', 'model'] as const;

/** A kind of hosting resource. */
export type ResourceKind = (typeof resourceKinds)[number];

/** One line of a list. */
export interface ResourceSummary {
  readonly kind: ResourceKind;
  readonly name: string;
  readonly arn: string;
  readonly creationTime: Date;
  /** Endpoints only. */
  readonly lastModifiedTime?: Date;
  /** Endpoints only. */
  readonly status?: EndpointStatus;
}

/** One page of a list, newest first. */
export interface ResourcePage {
  readonly items: readonly ResourceSummary[];
  /** Present where there is more. */
  readonly nextToken?: string;
}

/** A full description, by kind, as the API gives it. */
export type ResourceDescription =
  | { readonly kind: 'endpoint'; readonly value: DescribeEndpointCommandOutput }
  | { readonly kind: 'endpointConfig'; readonly value: DescribeEndpointConfigCommandOutput }
  | { readonly kind: 'model'; readonly value: DescribeModelCommandOutput };

/** A request to an endpoint. */
export interface InvokeRequest {
  readonly endpointName: string;
  readonly body: Uint8Array;
  readonly contentType: string;
  /** The media type that is asked for; undefined leaves it to the model. */
  readonly accept?: string;
  /** Overrides the weights. */
  readonly targetVariant?: string;
  readonly customAttributes?: string;
  readonly inferenceId?: string;
}

/** What came back on the wire, for a person to look at. */
export interface InvokeResponse {
  /** HTTP status. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly invokedProductionVariant?: string;
  /** Milliseconds from sending the request to the response's last byte. */
  readonly latencyMs: number;
}

/**
 * SageMaker hosting at one connection, whichever it is: every method is one API operation. Errors are the SDK's own; see problems.ts
 * for what they mean. The SDK is loaded and clients are made at the first call.
 */
export interface Hosting {
  list(kind: ResourceKind, options?: ListOptions): Promise<ResourcePage>;
  describeEndpoint(name: string, signal?: AbortSignal): Promise<DescribeEndpointCommandOutput>;
  describeEndpointConfig(name: string, signal?: AbortSignal): Promise<DescribeEndpointConfigCommandOutput>;
  describeModel(name: string, signal?: AbortSignal): Promise<DescribeModelCommandOutput>;
  /** Resolves to the new resource's ARN. */
  createModel(input: CreateModelCommandInput, signal?: AbortSignal): Promise<string>;
  createEndpointConfig(input: CreateEndpointConfigCommandInput, signal?: AbortSignal): Promise<string>;
  createEndpoint(input: CreateEndpointCommandInput, signal?: AbortSignal): Promise<string>;
  updateEndpoint(input: UpdateEndpointCommandInput): Promise<void>;
  updateWeightsAndCapacities(input: UpdateEndpointWeightsAndCapacitiesCommandInput): Promise<void>;
  delete(kind: ResourceKind, name: string): Promise<void>;
  /** Rejects with the SDK's error, among them ModelError with the model's own words. */
  invoke(request: InvokeRequest, signal?: AbortSignal): Promise<InvokeResponse>;
}

/** Which page of a list. */
export interface ListOptions {
  readonly nextToken?: string;
  /** 1 to 100; 100 where none is named. */
  readonly maxResults?: number;
  readonly nameContains?: string;
  readonly signal?: AbortSignal;
}
