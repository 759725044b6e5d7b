import { ServiceError } from './serviceError.ts';

const TARGET = /^(?<service>[A-Za-z0-9_]{1,64})\.(?<operation>[A-Za-z0-9_]{1,64})$/u;
const MAX_DEPTH = 32;

/** The target's prefix for SageMaker's own operations. */
export const SAGEMAKER_TARGET = 'SageMaker';

/**
 * What an `X-Amz-Target` names.
 * @throws ServiceError UnknownOperationException
 */
export function operationOf(target: string | undefined): { readonly service: string; readonly operation: string } {
  const { service = '', operation = '' } = TARGET.exec(target ?? '')?.groups ?? {};
  if (operation === '') {
    throw unknownOperation('The header X-Amz-Target must name an operation, such as SageMaker.ListEndpoints.');
  }
  return { service, operation };
}

/** The refusal of an operation that the service does not know. */
export function unknownOperation(message: string): ServiceError {
  return new ServiceError('UnknownOperationException', 400, message);
}

/**
 * The input in a control-plane request's body. Members that are null count as absent, as in AWS's protocols.
 * @throws ServiceError SerializationException when the body is no JSON object
 */
export function controlInput(body: Uint8Array): object {
  const value = body.length === 0 ? {} : parse(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw serializationException('The request body must be a JSON object.');
  }
  return withoutNulls(value, 0) as object;
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw serializationException('The request body is not valid JSON.', cause);
  }
}

function withoutNulls(value: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) throw serializationException(`The request body is nested more than ${MAX_DEPTH} levels deep.`);
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, member]) => member !== null && name !== '__proto__')
      .map(([name, member]) => [name, withoutNulls(member, depth + 1)]),
  );
}

function serializationException(message: string, cause?: unknown): ServiceError {
  return new ServiceError('SerializationException', 400, message, { cause });
}
