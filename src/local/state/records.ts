import type { CreateEndpointConfigInput } from '../../api/endpointConfigs.ts';
import type { CreateModelInput } from '../../api/models.ts';

/** What every durable resource has. Times are epoch seconds. */
export interface ResourceRecord {
  readonly name: string;
  readonly arn: string;
  readonly creationTime: number;
}

/** A model as it was created; `definition` has no tags, they are kept by ARN. */
export interface ModelRecord extends ResourceRecord {
  readonly definition: CreateModelInput;
}

/** An endpoint configuration as it was created, without its tags; it never changes. */
export interface EndpointConfigRecord extends ResourceRecord {
  readonly definition: CreateEndpointConfigInput;
}

/** What an instance runs, copied from the model when the endpoint was created or updated. */
interface ContainerSnapshot {
  readonly image: string;
  readonly modelDataUrl?: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** A variant as an endpoint serves it. A snapshot: it stays true when its configuration or model is deleted. */
export interface DeployedVariant {
  readonly variantName: string;
  readonly modelName: string;
  readonly instanceType: string;
  readonly container: ContainerSnapshot;
  /** From an instance's start to its first healthy ping. */
  readonly startupTimeoutMs: number;
  readonly weight: number;
  readonly instanceCount: number;
}

/** One configuration brought to life. */
export interface Deployment {
  readonly endpointConfigName: string;
  readonly variants: readonly DeployedVariant[];
}

/** Where an endpoint stands between two states; all that is needed to go on after a crash. */
export type EndpointPhase =
  | { readonly kind: 'creating'; readonly target: Deployment }
  | { readonly kind: 'inService'; readonly serving: Deployment; readonly failureReason?: string }
  /** A new configuration, or the same one with other weights and counts, is being brought up. */
  | { readonly kind: 'updating'; readonly serving: Deployment; readonly target: Deployment }
  | { readonly kind: 'failed'; readonly target: Deployment; readonly failureReason: string }
  | { readonly kind: 'deleting'; readonly serving: Deployment };

/** An endpoint. */
export interface EndpointRecord extends ResourceRecord {
  readonly lastModifiedTime: number;
  readonly phase: EndpointPhase;
}
