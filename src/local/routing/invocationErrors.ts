import { validationError } from '../protocol/runtimeRequest.ts';
import { ServiceError } from '../protocol/serviceError.ts';
import type { ForwardOutcome } from './instanceClient.ts';

/** Most characters of a model's own words in an error. */
const MAX_ORIGINAL_MESSAGE = 2_048;

/** What an error message about an invocation names. */
export interface InvocationOrigin {
  readonly endpointName: string;
  /** Where the instance's output can be read. */
  readonly logFile: string;
  readonly region: string;
  readonly account: string;
}

/** The runtime's words for an endpoint that is not there to be invoked. */
export function endpointNotFound(endpointName: string, account: string, why = ''): ServiceError {
  return validationError(`Endpoint ${endpointName} of account ${account} not found.${why && ` ${why}`}`);
}

/** No instance can take the invocation: HTTP 503. */
export function serviceUnavailable(message: string): ServiceError {
  return new ServiceError('ServiceUnavailable', 503, message);
}

/** A model's failure to answer well, whatever it was, as the runtime words it: HTTP 424. */
export function modelError(
  outcome: Exclude<ForwardOutcome, { kind: 'notConnected' }>,
  origin: InvocationOrigin,
): ServiceError {
  const { status, words } = account(outcome);
  const side = status >= 400 && status < 500 ? 'client' : 'server';
  const message = `Received ${side} error (${status}) from primary with message "${words}". See ${origin.logFile} for more information.`;
  return new ServiceError('ModelError', 424, message, {
    details: {
      OriginalStatusCode: status,
      OriginalMessage: words,
      LogStreamArn: `arn:aws:logs:${origin.region}:${origin.account}:log-group:/aws/sagemaker/Endpoints/${origin.endpointName}`,
    },
    cause: 'cause' in outcome ? outcome.cause : undefined,
  });
}

/** The status is 0 where the model gave no answer. */
function account(outcome: Exclude<ForwardOutcome, { kind: 'notConnected' }>): { status: number; words: string } {
  switch (outcome.kind) {
    case 'answered':
      return { status: outcome.status, words: excerpt(outcome.body) };
    case 'timedOut':
      return {
        status: 0,
        words:
          'Your invocation timed out while waiting for a response from container primary. ' +
          'Review the latency metrics for each container in Amazon CloudWatch, resolve the issue, and try again.',
      };
    case 'tooLarge':
      return {
        status: 0,
        words: `The response from container primary is larger than ${outcome.limit} bytes, the most that an invocation can return.`,
      };
    case 'broken':
      return {
        status: 0,
        words: `The connection to container primary ended before its response was complete: ${outcome.cause.message}`,
      };
  }
}

function excerpt(body: Uint8Array): string {
  // A character has at most four bytes in UTF-8.
  const text = new TextDecoder().decode(body.subarray(0, MAX_ORIGINAL_MESSAGE * 4));
  return text.length > MAX_ORIGINAL_MESSAGE ? `${text.slice(0, MAX_ORIGINAL_MESSAGE - 1)}…` : text;
}
