import type { IncomingHttpHeaders } from 'node:http';
import { type Dispatcher, errors, Pool } from 'undici';
import { containerContract } from '../../api/containerContract.ts';
import { PAYLOAD_LIMIT_BYTES } from '../../api/runtime.ts';

/** How sending a request to an instance ended. */
export type ForwardOutcome =
  | { readonly kind: 'answered'; readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer }
  /** Nothing was sent: the program takes no connection, so another instance may be asked. */
  | { readonly kind: 'notConnected'; readonly cause: Error }
  /** The connection ended, or spoke no HTTP, before the answer was whole. */
  | { readonly kind: 'broken'; readonly cause: Error }
  | { readonly kind: 'timedOut' }
  | { readonly kind: 'tooLarge'; readonly limit: number };

/** A request to an instance. */
export interface ForwardRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Most connections to one instance; further requests wait for one to become free. */
const maximumConnections = 256;

/** Speaks HTTP with one instance over kept-alive connections. */
export class InstanceClient {
  readonly #pool: Pool;

  /** @param port on 127.0.0.1 */
  constructor(port: number) {
    this.#pool = new Pool(`http://127.0.0.1:${port}`, {
      connections: maximumConnections,
      maxResponseSize: PAYLOAD_LIMIT_BYTES,
      // A request has one time limit for all of it, kept by `Exchange`.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /**
   * Sends a request; a cancelled one is cancelled at the instance too.
   * @throws the signal's reason when it is aborted, and nothing else
   */
  send(request: ForwardRequest): Promise<ForwardOutcome> {
    return new Promise((resolve, reject) => {
      if (request.signal.aborted) return reject(request.signal.reason);
      const exchange = new Exchange(request, resolve, reject);
      this.#pool.dispatch(
        {
          method: request.method,
          path: request.path,
          headers: { ...request.headers },
          ...(request.body && { body: request.body }),
        },
        exchange,
      );
    });
  }

  /** What is wrong with the instance's health; undefined where it is well. Throws the signal's reason. */
  async ping(timeoutMs: number, signal: AbortSignal): Promise<string | undefined> {
    const outcome = await this.send({ method: 'GET', path: containerContract.pingPath, timeoutMs, signal });
    switch (outcome.kind) {
      case 'answered':
        return outcome.status === 200 ? undefined : `GET /ping was answered with ${outcome.status} instead of 200`;
      case 'timedOut':
        return `GET /ping was not answered within ${timeoutMs / 1000} s`;
      case 'notConnected':
        return 'the program does not listen on the port that SAGEMAKER_BIND_TO_PORT names';
      case 'broken':
      case 'tooLarge':
        return 'GET /ping had no proper HTTP answer';
    }
  }

  /** Closes the connections once what is under way has ended. */
  close(): Promise<void> {
    return this.#pool.close();
  }
}

/** One request and its answer. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #resolve: (outcome: ForwardOutcome) => void;
  readonly #reject: (reason: unknown) => void;
  readonly #signal: AbortSignal;
  readonly #timer: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #settled = false;
  #status = 0;
  #headers: IncomingHttpHeaders = {};

  constructor(request: ForwardRequest, resolve: (outcome: ForwardOutcome) => void, reject: (reason: unknown) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#signal = request.signal;
    this.#timer = setTimeout(() => this.#abandon(() => resolve({ kind: 'timedOut' })), request.timeoutMs);
    this.#signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#settled) controller.abort(new Error('Cancelled while waiting for a connection.'));
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const [first, ...rest] = this.#chunks;
    const body = first && rest.length === 0 ? first : Buffer.concat(this.#chunks);
    this.#settle(() => this.#resolve({ kind: 'answered', status: this.#status, headers: this.#headers, body }));
  }

  onResponseError(_: Dispatcher.DispatchController | null, cause: Error): void {
    this.#settle(() => this.#resolve(this.#outcomeOf(cause)));
  }

  #outcomeOf(cause: Error): ForwardOutcome {
    if (cause instanceof errors.ResponseExceededMaxSizeError) return { kind: 'tooLarge', limit: PAYLOAD_LIMIT_BYTES };
    return this.#controller ? { kind: 'broken', cause } : { kind: 'notConnected', cause };
  }

  readonly #onAbort = (): void => this.#abandon(() => this.#reject(this.#signal.reason));

  /** Settles first, so that the error which cancelling brings about is not taken for the outcome. */
  #abandon(settle: () => void): void {
    this.#settle(settle);
    this.#controller?.abort(new Error('Cancelled.'));
  }

  #settle(settle: () => void): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#signal.removeEventListener('abort', this.#onAbort);
    settle();
  }
}
