import { runtimeHeaders } from '../../api/runtime.ts';
import type { InvocationResult } from '../fleet/endpointFleets.ts';
import { storageProblem } from '../storageProblem.ts';
import type { Dialect } from './route.ts';
import { ServiceError } from './serviceError.ts';

/** An HTTP answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const JSON_1_1 = 'application/x-amz-json-1.1';

/** The control plane's answer: the operation's output, or an empty body where the operation has none. */
export function controlAnswer(output: object | undefined): Answer {
  const body = output === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(output));
  return { status: 200, headers: { 'content-type': JSON_1_1 }, body };
}

/** The answer to InvokeEndpoint: the model's own words. */
export function invocationAnswer(result: InvocationResult): Answer {
  return {
    status: 200,
    headers: {
      'content-type': result.contentType,
      [runtimeHeaders.invokedProductionVariant]: result.invokedProductionVariant,
      ...(result.customAttributes !== undefined && { [runtimeHeaders.customAttributes]: result.customAttributes }),
    },
    body: result.body,
  };
}

/** An error in the form of the API that was asked. What is no ServiceError is told as the service's own failure, without details. */
export function errorAnswer(dialect: Dialect, error: unknown): Answer {
  const told = error instanceof ServiceError ? error : internalFailure(error);
  const texts = dialect === 'json' ? { message: told.message } : { message: told.message, Message: told.message };
  const type = dialect === 'json' ? { __type: told.code } : {};
  return {
    status: told.status,
    headers: {
      'content-type': dialect === 'json' ? JSON_1_1 : 'application/json',
      [runtimeHeaders.errorType]: told.code,
    },
    body: Buffer.from(JSON.stringify({ ...type, ...texts, ...told.details })),
  };
}

function internalFailure(cause: unknown): ServiceError {
  const message = storageProblem(cause) ?? 'The service failed to answer. Its log says why.';
  return new ServiceError('InternalFailure', 500, message, { cause });
}
