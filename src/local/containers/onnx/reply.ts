import { onlyAcceptedType } from './contentTypes.ts';

/** A response of the container. */
export interface Reply {
  readonly statusCode: number;
  readonly body: string | Uint8Array;
  readonly contentType: string;
  /** For the header X-Amzn-SageMaker-Custom-Attributes. */
  readonly customAttributes?: string;
}

/** What `output` returned, as a response. */
export function replyOf(returned: unknown, accept: string | undefined): Reply {
  if (isEnvelope(returned)) {
    const inner = replyOf(returned.body, accept);
    return {
      ...inner,
      contentType: returned.contentType ?? inner.contentType,
      ...(returned.customAttributes !== undefined && { customAttributes: returned.customAttributes }),
    };
  }
  const asked = onlyAcceptedType(accept);
  if (typeof returned === 'string') return success(returned, asked ?? 'text/plain; charset=utf-8');
  if (returned instanceof Uint8Array) return success(returned, asked ?? 'application/octet-stream');
  return success(JSON.stringify(returned) ?? 'null', 'application/json');
}

/** A failure in plain words. */
export function failure(statusCode: number, message: string): Reply {
  return { statusCode, body: message, contentType: 'text/plain; charset=utf-8' };
}

function success(body: string | Uint8Array, contentType: string): Reply {
  return { statusCode: 200, body, contentType };
}

function isEnvelope(value: unknown): value is { body: unknown; contentType?: string; customAttributes?: string } {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array) && Object.hasOwn(value, 'body');
}
