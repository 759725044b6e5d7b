import { runtimeHeaders } from '../../api/runtime.ts';
import { MAX_NAME_LENGTH } from '../../api/scalars.ts';
import type { InvocationStyle } from './route.ts';
import { ServiceError } from './serviceError.ts';

/** The part of an invocation that its head tells. */
export interface InvocationHead {
  readonly endpointName: string;
  readonly contentType?: string;
  readonly accept?: string;
  readonly headers: Readonly<Record<string, string>>;
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

interface HeaderRule {
  readonly member: string;
  readonly pattern: RegExp;
  readonly maxLength: number;
  /** Its value is not repeated in a refusal. */
  readonly sensitive?: boolean;
}

const name = /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/u;
const printable = /^\S[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]*$/u;

// biome-ignore lint/suspicious/noControlCharactersInRegex: the API's pattern is \p{ASCII}*
const ascii = /^[\x00-\x7f]*$/u;

/** API: `InvokeEndpointInput`. */
const headerRules: Readonly<Record<string, HeaderRule>> = {
  'content-type': { member: 'contentType', pattern: ascii, maxLength: 1024 },
  accept: { member: 'accept', pattern: ascii, maxLength: 1024 },
  [runtimeHeaders.customAttributes]: { member: 'customAttributes', pattern: ascii, maxLength: 1024, sensitive: true },
  [runtimeHeaders.targetVariant]: { member: 'targetVariant', pattern: name, maxLength: MAX_NAME_LENGTH },
  [runtimeHeaders.inferenceId]: { member: 'inferenceId', pattern: printable, maxLength: 64 },
  [runtimeHeaders.sessionId]: {
    member: 'sessionId',
    pattern: /^NEW_SESSION$|^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/u,
    maxLength: 256,
  },
};

/** Headers that ask for something that no endpoint in Local can have. */
const refusedHeaders: Readonly<Record<string, string>> = {
  [runtimeHeaders.targetModel]:
    'The endpoint is not a multi-model endpoint. Local does not serve those yet: leave TargetModel out.',
  [runtimeHeaders.targetContainerHostname]:
    'The endpoint is not a multi-container endpoint. Local does not serve those yet: leave TargetContainerHostname out.',
  [runtimeHeaders.inferenceComponent]:
    'The endpoint has no inference components. Local does not serve those yet: leave InferenceComponentName out.',
  [runtimeHeaders.enableExplanations]:
    'The endpoint has no ExplainerConfig. Local does not explain predictions yet: leave EnableExplanations out.',
};

const unsupportedStyles: Readonly<Partial<Record<InvocationStyle, string>>> = {
  'invocations-response-stream':
    'Local does not stream responses yet (InvokeEndpointWithResponseStream). Use InvokeEndpoint.',
  'async-invocations': 'Local does not do asynchronous inference yet (InvokeEndpointAsync). Use InvokeEndpoint.',
};

/**
 * Reads the head of a runtime request.
 * @throws ServiceError ValidationError
 */
export function readInvocationHead(style: InvocationStyle, endpointName: string, headers: Headers): InvocationHead {
  const unsupported = unsupportedStyles[style];
  if (unsupported) throw validationError(unsupported);
  refuseValue(endpointName, { member: 'endpointName', pattern: name, maxLength: MAX_NAME_LENGTH });
  const own = ownHeaders(headers);
  for (const [header, reason] of Object.entries(refusedHeaders)) {
    if (own[header] !== undefined) throw validationError(reason);
  }
  for (const [header, rule] of Object.entries(headerRules)) {
    const value = textOf(headers[header]);
    if (value !== undefined) refuseValue(value, rule);
  }
  const contentType = textOf(headers['content-type']);
  const accept = textOf(headers.accept);
  return {
    endpointName,
    ...(contentType !== undefined && { contentType }),
    ...(accept !== undefined && { accept }),
    headers: own,
  };
}

/** The runtime's refusal of an input: HTTP 400. */
export function validationError(message: string): ServiceError {
  return new ServiceError('ValidationError', 400, message);
}

/** The API's own headers, which the container gets to see. */
function ownHeaders(headers: Headers): Record<string, string> {
  const own: Record<string, string> = {};
  for (const [header, value] of Object.entries(headers)) {
    const text = textOf(value);
    if (header.startsWith('x-amzn-sagemaker-') && text !== undefined) own[header] = text;
  }
  return own;
}

function refuseValue(value: string, { member, pattern, maxLength, sensitive = false }: HeaderRule): void {
  const problem =
    value.length > maxLength
      ? `Member must have length less than or equal to ${maxLength}`
      : pattern.test(value)
        ? undefined
        : `Member must satisfy regular expression pattern: ${pattern.source}`;
  if (problem) {
    const shown = sensitive ? '' : ` '${value.slice(0, 200)}'`;
    throw validationError(
      `1 validation error detected: Value${shown} at '${member}' failed to satisfy constraint: ${problem}`,
    );
  }
}

function textOf(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'object' ? value.join(', ') : value;
}
