import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Invocation, InvocationResult } from './fleet/endpointFleets.ts';
import { describeError, type Log } from './log.ts';
import { type Answer, controlAnswer, errorAnswer, invocationAnswer } from './protocol/answer.ts';
import { RequestAbandoned, readBody, refuseDeclaredLength } from './protocol/body.ts';
import { controlInput, operationOf, SAGEMAKER_TARGET, unknownOperation } from './protocol/controlRequest.ts';
import { isOwnHost } from './protocol/hostCheck.ts';
import { IDENTIFY_OPERATION, type Identity, LOCAL_TARGET } from './protocol/identify.ts';
import { reply, replyToGarbage } from './protocol/reply.ts';
import { bodyLimit, type Route, routeOf } from './protocol/route.ts';
import { readInvocationHead } from './protocol/runtimeRequest.ts';
import { ServiceError } from './protocol/serviceError.ts';
import { checkHead, checkSignature, type KeyPair, type RequestHead } from './protocol/signature.ts';

/** What the server hands its requests to. */
export interface Handlers {
  /** @throws ServiceError UnknownOperationException among others */
  control(operation: string, input: object): Promise<object | undefined>;
  invoke(invocation: Invocation): Promise<InvocationResult>;
}

/** What the server is set up with. */
export interface ServerOptions {
  readonly keys: KeyPair;
  readonly serviceId: string;
  readonly log: Log;
  readonly now?: () => Date;
}

type Stage =
  | { readonly kind: 'starting' }
  | { readonly kind: 'open'; readonly handlers: Handlers }
  | { readonly kind: 'stopping' };

const HOST = '127.0.0.1';
/** Clients keep connections for a minute or more and trip over one that the server ends first. */
const KEEP_ALIVE_MS = 120_000;
const HEADERS_TIMEOUT_MS = 20_000;
const REQUEST_TIMEOUT_MS = 120_000;

/** SageMaker's API over HTTP on loopback. Every request is checked for host and signature before anything else is done for it. */
export class LocalServer {
  readonly #options: ServerOptions;
  readonly #server: Server;
  #stage: Stage = { kind: 'starting' };
  #underWay = 0;
  #onIdle: (() => void) | undefined;

  constructor(options: ServerOptions) {
    this.#options = options;
    this.#server = createServer({
      keepAliveTimeout: KEEP_ALIVE_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      requireHostHeader: false,
    });
    this.#server.headersTimeout = HEADERS_TIMEOUT_MS;
    const serve = (request: IncomingMessage, response: ServerResponse) => void this.#serve(request, response);
    this.#server.on('request', serve).on('checkContinue', serve).on('checkExpectation', serve);
    this.#server.on('clientError', (error, socket) => replyToGarbage(socket, error));
  }

  /**
   * Listens on 127.0.0.1; until `open` every signed request is answered with ServiceUnavailable.
   * @param port 0 for any free one
   * @throws the error of `listen`, such as EADDRINUSE
   */
  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, HOST, () => {
        this.#server.off('error', reject);
        this.#server.on('error', (error) => this.#options.log.error('server', { reason: describeError(error) }));
        resolve();
      });
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://${HOST}:${this.port}`;
  }

  /** From now on requests are served. */
  open(handlers: Handlers): void {
    this.#stage = { kind: 'open', handlers };
  }

  /** Takes on nothing new and resolves when what was under way has been answered, or after `patienceMs`. */
  async stopServing(patienceMs: number): Promise<void> {
    this.#stage = { kind: 'stopping' };
    this.#server.closeIdleConnections();
    if (this.#underWay === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, patienceMs);
      this.#onIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Ends every connection and frees the port. */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#underWay += 1;
    const route = routeOf(request.method ?? '', request.url ?? '');
    try {
      reply(request, response, await this.#answer(request, response, route));
    } catch (error) {
      this.#replyWithError(request, response, route, error);
    } finally {
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#onIdle?.();
    }
  }

  #replyWithError(request: IncomingMessage, response: ServerResponse, route: Route, error: unknown): void {
    if (error instanceof RequestAbandoned || response.destroyed) return;
    const { log } = this.#options;
    if (!(error instanceof ServiceError)) {
      log.error('request failed', { route: route.kind, reason: error instanceof Error ? error.stack : String(error) });
    } else if (error.status === 403) {
      log.warn('request refused', { route: route.kind, code: error.code });
    }
    reply(request, response, errorAnswer(route.dialect, error));
  }

  async #answer(request: IncomingMessage, response: ServerResponse, route: Route): Promise<Answer> {
    const { keys, now } = this.#options;
    if (!isOwnHost(request.headers.host, this.port)) {
      throw new ServiceError('AccessDeniedException', 403, 'The Host header does not name this service.');
    }
    const checked = checkHead(headOf(request), keys, now?.() ?? new Date());
    const limit = bodyLimit(route);
    refuseDeclaredLength(request, limit);
    if (request.headers.expect?.toLowerCase() === '100-continue') response.writeContinue();
    const body = await readBody(request, limit);
    await checkSignature(checked, body, keys);
    switch (route.kind) {
      case 'control':
        return controlAnswer(await this.#control(request, body));
      case 'invoke': {
        const { handlers } = this.#opened();
        const head = readInvocationHead(route.style, route.endpointName, request.headers);
        return invocationAnswer(await handlers.invoke({ ...head, body, signal: abandonmentOf(response) }));
      }
      case 'unknown':
        throw notFound();
    }
  }

  async #control(request: IncomingMessage, body: Uint8Array): Promise<object | undefined> {
    const { service, operation } = operationOf(oneOf(request.headers['x-amz-target']));
    if (service === LOCAL_TARGET && operation === IDENTIFY_OPERATION) return this.#identity();
    if (service !== SAGEMAKER_TARGET) throw unknownOperation(`The target must begin with ${SAGEMAKER_TARGET}.`);
    const { handlers } = this.#opened();
    const output = await handlers.control(operation, controlInput(body));
    if (!/^(?:Describe|List)/u.test(operation)) this.#options.log.info('done', { operation });
    return output;
  }

  #identity(): Identity {
    return { ServiceId: this.#options.serviceId, Stopping: this.#stage.kind === 'stopping' };
  }

  #opened(): Extract<Stage, { kind: 'open' }> {
    if (this.#stage.kind === 'open') return this.#stage;
    throw new ServiceError('ServiceUnavailable', 503, `Local is ${this.#stage.kind}. Try again in a moment.`);
  }
}

/** Aborts when the client goes away before it has its answer. */
function abandonmentOf(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort(new RequestAbandoned());
  });
  return controller.signal;
}

function headOf(request: IncomingMessage): RequestHead {
  const headers: Record<string, string[]> = {};
  for (const [name, values] of Object.entries(request.headersDistinct)) if (values) headers[name] = values;
  return { method: request.method ?? '', target: request.url ?? '', headers };
}

function oneOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function notFound(): ServiceError {
  return new ServiceError(
    'UnknownOperationException',
    404,
    'There is nothing here. The control plane is POST / with X-Amz-Target; the runtime is POST /endpoints/NAME/invocations.',
  );
}
