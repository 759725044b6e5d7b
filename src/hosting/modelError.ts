import { PAYLOAD_LIMIT_BYTES, PAYLOAD_WARNING_BYTES } from '../api/runtime.ts';

/** What a model's container answered in place of a prediction (API: `ModelError`). */
export interface ModelAnswer {
  /** The container's own HTTP status. */
  readonly status?: number;
  /** The container's own words, as they came. */
  readonly words: string;
  readonly logStreamArn?: string;
}

/** What was sent to the model, as far as it explains an answer. */
export interface SentRequest {
  readonly contentType: string;
  readonly accept?: string;
  /** Size of the body. */
  readonly bytes: number;
}

/** Reads the model's own answer out of an invocation's error; undefined where the error is not the model's. */
export function modelAnswer(error: unknown): ModelAnswer | undefined {
  if (!(error instanceof Error) || error.name !== 'ModelError') return undefined;
  const words = member(error, 'OriginalMessage');
  const status = member(error, 'OriginalStatusCode');
  const logStreamArn = member(error, 'LogStreamArn');
  return {
    words: typeof words === 'string' && words !== '' ? words : error.message,
    ...(typeof status === 'number' ? { status } : {}),
    ...(typeof logStreamArn === 'string' ? { logStreamArn } : {}),
  };
}

/** What to try after a model's answer; undefined where its own words must do. */
export function modelAnswerHint(status: number | undefined, sent: SentRequest): string | undefined {
  switch (status) {
    case 400:
    case 422:
      return 'The model could not use this body. Compare it with a payload that works.';
    case 404:
    case 405:
      return 'The container has no POST /invocations, which every request goes to.';
    case 406:
      return sent.accept
        ? `The response was asked for as ${sent.accept}. Clear Accept to leave the type to the model.`
        : 'Name a type in Accept that the model can answer with, such as application/json.';
    case 408:
    case 504:
      return 'The model took too long: an answer is due within 60 seconds. Send a smaller payload.';
    case 413:
      return `The payload has ${megabytes(sent.bytes)}. Real-time endpoints take ${megabytes(PAYLOAD_WARNING_BYTES)} to ${megabytes(PAYLOAD_LIMIT_BYTES)}, and a container may take less. Send it in parts.`;
    case 415:
      return `The payload was sent as ${sent.contentType}. Choose the content type that the model reads, such as ${otherType(sent.contentType)}.`;
    case 429:
    case 503:
      return 'The model is too busy or not ready. Send the request again in a moment.';
    default:
      return status !== undefined && status >= 500
        ? 'The model’s code failed. Its log tells where, if the words above do not.'
        : undefined;
  }
}

/** The SDK's ModelError carries the members of the API's shape; none of them is required. */
function member(error: Error, name: string): unknown {
  return Reflect.get(error, name);
}

function otherType(contentType: string): string {
  return contentType.startsWith('application/json') ? 'text/csv' : 'application/json';
}

function megabytes(bytes: number): string {
  return `${Number((bytes / (1024 * 1024)).toFixed(1))} MB`;
}
