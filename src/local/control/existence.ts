import { localArn, type ResourceKind } from '../arn.ts';
import { type ServiceError, validationException } from '../protocol/serviceError.ts';

const words: Readonly<Record<ResourceKind, string>> = {
  model: 'model',
  'endpoint-config': 'endpoint configuration',
  endpoint: 'endpoint',
};

/** What the service says of a resource that is not there; waiters of the SDKs look for these words. */
export function notFound(kind: ResourceKind, name: string): ServiceError {
  return validationException(`Could not find ${words[kind]} "${localArn(kind, name)}".`);
}

/** What the service says when a name is taken. */
export function alreadyExists(kind: ResourceKind, name: string): ServiceError {
  return validationException(`Cannot create already existing ${words[kind]} "${localArn(kind, name)}".`);
}
