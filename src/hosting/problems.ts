import { credentialProblem } from './credentialProblems.ts';
import { type ErrorFacts, factsOf } from './errorFacts.ts';
import type { Problem, ProblemContext } from './problem.ts';

/** The local service does not run and cannot be started. */
export class LocalServiceError extends Error {
  override readonly name = 'LocalServiceError';
}

/** The workspace is not trusted, so that the local service may not run. */
export class UntrustedWorkspaceError extends Error {
  override readonly name = 'UntrustedWorkspaceError';
}

/** The person did not answer a question that a call depends on, such as one for an MFA code. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
}

/** Tells what an error of the SDK, the network or the local service means. Never throws. */
export function explain(error: unknown, context: ProblemContext = {}): Problem {
  const facts = factsOf(error);
  for (const rule of rules) {
    const problem = rule(facts, context);
    if (problem !== undefined) return problem;
  }
  return { kind: 'other', title: words(facts.name) || facts.message.replace(/\.$/, ''), detail: facts.message };
}

/** Title, detail and advice in one paragraph, nothing twice. */
export function problemText({ title, detail, next }: Problem): string {
  return [detail.startsWith(title) ? '' : sentence(title), sentence(detail), next].filter(Boolean).join(' ');
}

/** Whether the clients that met this error hold credentials that no longer count. */
export function isCredentialProblem(error: unknown): boolean {
  const { kind } = explain(error);
  return (
    kind === 'noCredentials' || kind === 'expiredCredentials' || factsOf(error).name === 'InvalidSignatureException'
  );
}

/** Whether an error may pass by itself, so that looking again is worth while. */
export function isPassing({ kind }: Problem): boolean {
  return kind === 'network' || kind === 'timeout' || kind === 'throttled';
}

/** Whether the request found nobody at the address, so that it has had no effect. */
export function isUnreachable(error: unknown): boolean {
  return unreachableCodes.has(factsOf(error).code);
}

type Rule = (facts: ErrorFacts, context: ProblemContext) => Problem | undefined;

const unreachableCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
]);
const brokenCodes = new Set(['ECONNRESET', 'EPIPE', 'ERR_SSL_WRONG_VERSION_NUMBER', 'EPROTO', 'EADDRNOTAVAIL']);

const rules: readonly Rule[] = [
  cancelled,
  ownErrors,
  modelError,
  credentialProblem,
  accessDenied,
  throttled,
  timeout,
  network,
  missing,
  limits,
  inUse,
  validation,
  serviceFault,
];

function cancelled({ name, code }: ErrorFacts): Problem | undefined {
  if (name !== 'AbortError' && name !== 'CancelledError' && name !== 'Canceled' && code !== 'ABORT_ERR')
    return undefined;
  return { kind: 'cancelled', title: 'Cancelled', detail: 'The request was cancelled.' };
}

function ownErrors({ name, message }: ErrorFacts): Problem | undefined {
  if (name === 'LocalServiceError') {
    return {
      kind: 'localFailed',
      title: 'Local does not run',
      detail: message,
      next: 'Look at the log, then run SageMaker: Start Local Service.',
    };
  }
  if (name === 'UntrustedWorkspaceError') {
    return {
      kind: 'untrusted',
      title: 'The workspace is not trusted',
      detail: message,
      next: 'Trust this workspace to use Local.',
    };
  }
  return undefined;
}

function modelError({ name, message, fields }: ErrorFacts): Problem | undefined {
  if (name === 'ModelNotReadyException') {
    return {
      kind: 'modelError',
      title: 'The model is not ready',
      detail: message,
      next: 'Send the request again in a moment.',
    };
  }
  if (name !== 'ModelError') return undefined;
  const { OriginalStatusCode: status, OriginalMessage: original } = fields;
  return {
    kind: 'modelError',
    title:
      typeof status === 'number' ? `The model answered with an error (${status})` : 'The model answered with an error',
    detail: typeof original === 'string' && original.trim() !== '' ? original : message,
  };
}

function accessDenied({ name, message, status }: ErrorFacts): Problem | undefined {
  if (
    !/^(AccessDenied|AccessDeniedException|UnauthorizedOperation|Forbidden|NotAuthorized)/.test(name) &&
    status !== 403
  ) {
    return undefined;
  }
  const action = /\b(?:perform:?|the) (sagemaker:[A-Za-z]+)/.exec(message)?.[1];
  return {
    kind: 'accessDenied',
    title: action === undefined ? 'Access denied' : `No permission for ${action}`,
    detail: message,
    next:
      action === undefined
        ? 'Ask whoever manages the account for the permission, then refresh.'
        : `Ask whoever manages the account to allow ${action}, then refresh.`,
  };
}

function throttled({ name, message, status }: ErrorFacts): Problem | undefined {
  if (!/Throttl|TooManyRequests|RequestLimitExceeded/.test(name) && status !== 429) return undefined;
  return { kind: 'throttled', title: 'Too many requests', detail: message, next: 'Try again in a moment.' };
}

function timeout({ name, message, code }: ErrorFacts, context: ProblemContext): Problem | undefined {
  if (name !== 'TimeoutError' && code !== 'ETIMEDOUT' && code !== 'ESOCKETTIMEDOUT') return undefined;
  return {
    kind: 'timeout',
    title: `No answer from ${place(context)}`,
    detail: plainTimeout(message),
    next: 'Check the network (proxy, VPN) and the address, then try again.',
  };
}

/** The SDK's text explains its own options at length; its first sentence is what happened. */
function plainTimeout(message: string): string {
  const seconds = /(\d+) ?ms/.exec(message)?.[1];
  return seconds === undefined ? message : `There was no answer within ${Number(seconds) / 1000} s.`;
}

function network({ message, code }: ErrorFacts, context: ProblemContext): Problem | undefined {
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) {
    return {
      kind: 'network',
      title: `The certificate of ${place(context)} is not trusted`,
      detail: message,
      next: 'Have NODE_EXTRA_CA_CERTS name your organization’s certificates before VS Code starts.',
    };
  }
  if (!unreachableCodes.has(code) && !brokenCodes.has(code)) return undefined;
  return {
    kind: 'network',
    title: `${place(context)} cannot be reached`,
    detail: reachText[code] ?? message,
    next: 'Check the network (proxy, VPN) and the address, then refresh.',
  };
}

const reachText: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The connection was refused: nothing listens there.',
  ENOTFOUND: 'No such host name is known.',
  EAI_AGAIN: 'The host name could not be looked up.',
  EHOSTUNREACH: 'There is no route to the host.',
  ENETUNREACH: 'There is no route to the network.',
  ECONNRESET: 'The connection was cut.',
};

function missing({ name, message }: ErrorFacts): Problem | undefined {
  const found = /^Could not find|does not exist|not found/i.test(message);
  if (name !== 'ResourceNotFound' && name !== 'ResourceNotFoundException' && !(isValidation(name) && found))
    return undefined;
  return { kind: 'notFound', title: 'Not found', detail: message, next: 'Refresh to see what there is.' };
}

function limits({ name, message }: ErrorFacts): Problem | undefined {
  if (
    name !== 'ResourceLimitExceeded' &&
    name !== 'LimitExceededException' &&
    name !== 'ServiceQuotaExceededException'
  ) {
    return undefined;
  }
  return {
    kind: 'limitExceeded',
    title: 'A quota is used up',
    detail: message,
    next: 'Ask for a higher quota in the Service Quotas console, or delete what is no longer needed.',
  };
}

function inUse({ name, message }: ErrorFacts): Problem | undefined {
  const busy = /^Cannot (update in-progress|create already existing)/.test(message);
  if (name !== 'ResourceInUse' && name !== 'ConflictException' && !busy) return undefined;
  const exists = /already exist/i.test(message);
  return { kind: 'inUse', title: exists ? 'The name is taken' : 'The resource is busy or in use', detail: message };
}

function validation({ name, message }: ErrorFacts): Problem | undefined {
  if (!isValidation(name)) return undefined;
  return { kind: 'validation', title: 'The service refused the input', detail: message };
}

function serviceFault({ name, message, status }: ErrorFacts): Problem | undefined {
  if (status === undefined || status < 500) return undefined;
  return {
    kind: 'other',
    title: `The service failed (${words(name)})`,
    detail: message,
    next: 'Try again in a moment.',
  };
}

function isValidation(name: string): boolean {
  return name === 'ValidationException' || name === 'ValidationError';
}

function place({ endpointUrl, connectionLabel }: ProblemContext): string {
  return endpointUrl ?? connectionLabel ?? 'The service';
}

/** `ServiceUnavailableException` as `Service unavailable`. */
function words(name: string): string {
  const spaced = name.replace(/(Exception|Error)$/, '').replace(/([a-z])([A-Z])/g, '$1 $2');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1).toLowerCase();
}

function sentence(part: string): string {
  return part === '' || /[.!?…]$/.test(part) ? part : `${part}.`;
}
