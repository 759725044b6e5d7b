import type { Hosting, InvokeResponse } from '../hosting/hosting.ts';
import type { ProblemContext } from '../hosting/problem.ts';
import type { Exchange, Outcome, RequestBody, ScratchpadRequest } from './messages.ts';
import { answeredOutcome, failedOutcome } from './outcome.ts';

/** Whom a sender sends to. */
export interface SenderTarget {
  readonly endpointName: string;
  /** For the words of a problem. */
  readonly context: ProblemContext;
  /** May throw where the connection is gone. */
  hosting(): Pick<Hosting, 'invoke'>;
}

/** What a sender needs from around it. */
export interface SenderParts {
  readonly target: () => SenderTarget;
  readonly bytesOf: (body: RequestBody) => Promise<Uint8Array>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Is told of the whole response, of which the page shows a part; undefined once there is none. */
  readonly received: (response: InvokeResponse | undefined) => void;
}

interface Attempt {
  readonly requestId: string;
  readonly startedAt: number;
  readonly controller: AbortController;
  readonly outcome: Promise<Outcome>;
  readonly previous: Outcome | undefined;
}

/** Sends one request at a time and keeps how the last one went, so that a page that is loaded anew finds it. */
export class RequestSender {
  private readonly parts: SenderParts;
  private attempt: Attempt | undefined;
  private last: Exclude<Exchange, { kind: 'underWay' }> = { kind: 'none' };

  constructor(parts: SenderParts) {
    this.parts = parts;
  }

  /** Sends; a request that is still under way is cancelled. Never rejects. */
  send(request: ScratchpadRequest): Promise<Outcome> {
    this.cancel();
    const controller = new AbortController();
    const { requestId } = request;
    const outcome = this.run(request, controller.signal).then((result) => {
      this.end(requestId, result);
      return result;
    });
    const startedAt = this.parts.now();
    this.attempt = { requestId, startedAt, controller, outcome, previous: shownOutcome(this.last) };
    return outcome;
  }

  /** Ends the request with this id, or any; late answers of it are dropped. */
  cancel(requestId?: string): void {
    const { attempt } = this;
    if (!attempt || (requestId !== undefined && attempt.requestId !== requestId)) return;
    attempt.controller.abort();
    this.end(attempt.requestId, { kind: 'cancelled' });
  }

  /** How the request with this id ends, or ended; undefined where it is not the last one. */
  async resume(requestId: string): Promise<Outcome | undefined> {
    if (this.attempt?.requestId === requestId) return this.attempt.outcome;
    return this.last.kind === 'ended' && this.last.requestId === requestId ? this.last.outcome : undefined;
  }

  /** How the last request stands. */
  exchange(): Exchange {
    const { attempt } = this;
    if (!attempt) return this.last;
    const { requestId, startedAt, previous } = attempt;
    return { kind: 'underWay', requestId, startedAt, ...(previous ? { previous } : {}) };
  }

  /** Cancels what is under way and forgets what came before. */
  reset(): void {
    this.cancel();
    this.last = { kind: 'none' };
    this.parts.received(undefined);
  }

  private async run(request: ScratchpadRequest, signal: AbortSignal): Promise<Outcome> {
    const { contentType, accept, variant } = request;
    const { endpointName, context, hosting } = this.parts.target();
    let bytes = 0;
    try {
      const body = await this.parts.bytesOf(request.body);
      bytes = body.length;
      const response = await hosting().invoke(
        {
          endpointName,
          body,
          contentType,
          ...(accept === '' ? {} : { accept }),
          ...(variant === undefined ? {} : { targetVariant: variant }),
        },
        signal,
      );
      if (signal.aborted) return { kind: 'cancelled' };
      this.parts.received(response);
      return answeredOutcome(response);
    } catch (error) {
      if (signal.aborted) return { kind: 'cancelled' };
      this.parts.received(undefined);
      return failedOutcome(error, { contentType, bytes, ...(accept === '' ? {} : { accept }) }, context);
    }
  }

  private end(requestId: string, outcome: Outcome): void {
    const { attempt } = this;
    if (attempt?.requestId !== requestId) return;
    const previous = outcome.kind === 'cancelled' ? attempt.previous : undefined;
    this.last = { kind: 'ended', requestId, outcome, ...(previous ? { previous } : {}) };
    this.attempt = undefined;
  }
}

/** What a person sees of the last request when the next one starts. */
function shownOutcome(exchange: Exchange): Outcome | undefined {
  if (exchange.kind === 'none') return undefined;
  if (exchange.kind === 'underWay' || exchange.outcome.kind === 'cancelled') return exchange.previous;
  return exchange.outcome;
}
