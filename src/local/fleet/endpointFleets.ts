import type { EndpointStatus } from '../../api/endpoints.ts';
import type { DeployedVariant, Deployment, EndpointRecord } from '../state/records.ts';

/** A variant as DescribeEndpoint shows it. */
export interface VariantView {
  readonly variant: DeployedVariant;
  readonly currentWeight: number;
  readonly desiredWeight: number;
  readonly currentInstanceCount: number;
  readonly desiredInstanceCount: number;
}

/** An endpoint as DescribeEndpoint and ListEndpoints show it. */
export interface EndpointView {
  readonly record: EndpointRecord;
  /**
   * After a restart of the service an endpoint that served is SystemUpdating until its instances are healthy again. When they
   * can't come back it is Failed, is tried again and again, and is InService as soon as they do.
   */
  readonly status: EndpointStatus;
  readonly endpointConfigName: string;
  /** At most 1,024 characters. While InService: why the last update or change was rolled back. */
  readonly failureReason?: string;
  readonly variants: readonly VariantView[];
  /** The configuration on its way in, while creating or updating. */
  readonly pending?: Deployment;
}

/** New weights and counts of live variants, by variant name. */
export interface VariantChange {
  readonly variantName: string;
  readonly weight?: number;
  readonly instanceCount?: number;
}

/** One invocation as it came in. The body is bounded by the service's payload limit. */
export interface Invocation {
  readonly endpointName: string;
  readonly body: Uint8Array;
  readonly contentType?: string;
  readonly accept?: string;
  /** The request's `x-amzn-sagemaker-*` headers, lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** A model's answer to an invocation. */
export interface InvocationResult {
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly invokedProductionVariant: string;
  readonly customAttributes?: string;
}

/**
 * Every live endpoint of the service: brings instances up, keeps them serving, routes invocations. The one place that changes
 * an endpoint's record. Refusals are ServiceErrors in SageMaker's words (`Cannot update in-progress endpoint "arn…"`).
 */
export interface EndpointFleets {
  /** Takes up what the records say: endpoints that served serve again, begun changes go on. */
  restore(records: readonly EndpointRecord[]): void;
  list(): readonly EndpointView[];
  /** Throws a ValidationException `Could not find endpoint "arn…"`. */
  describe(name: string): EndpointView;
  /** Throws `Cannot create already existing endpoint "arn…"`, or ResourceLimitExceeded for too many instances. The record is durable when the promise resolves; the fleet comes up after. */
  create(name: string, target: Deployment): Promise<EndpointView>;
  /**
   * Brings the target up beside what serves, moves the traffic once every instance is healthy, drains the old fleet.
   * @param targetFor makes the target from what serves when the request's turn has come
   */
  update(name: string, targetFor: (serving: Deployment) => Deployment): Promise<EndpointView>;
  /**
   * Changes weights at once and instance counts as instances come up; those beyond a count are drained. When an instance does not
   * come up, weights and counts are again what they were.
   */
  change(name: string, changes: readonly VariantChange[]): Promise<EndpointView>;
  /** Durable when the promise resolves; the instances drain and the endpoint goes after. */
  delete(name: string): Promise<void>;
  /**
   * Throws ValidationError (400) where the endpoint takes no invocations or lacks the target variant, ModelError (424) where the
   * model answers badly or not at all, ServiceUnavailable (503) where no instance is healthy in time; the signal's reason when
   * the invocation is cancelled.
   */
  invoke(invocation: Invocation): Promise<InvocationResult>;
  /** Stops every instance; records stay as they are. */
  dispose(): Promise<void>;
}

/** Where endpoint records are kept: each call resolves once the record is durable. */
export interface EndpointRecordStore {
  save(record: EndpointRecord): Promise<void>;
  remove(name: string): Promise<void>;
}
