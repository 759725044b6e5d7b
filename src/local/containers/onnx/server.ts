import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { containerContract } from '../../../api/containerContract.ts';
import { isOwnHost } from '../../protocol/hostCheck.ts';
import type { RequestInfo } from './handlers.ts';
import type { Predictor } from './predictor.ts';
import { messageOf, RequestProblem } from './problem.ts';
import { failure, type Reply } from './reply.ts';

/** Bytes of a request's body, SageMaker's limit for real-time inference. */
const maximumBody = 25 * 1024 * 1024;

/** Longer than the router keeps its idle connections, so that it never sends on one that is being closed; milliseconds. */
const keepAliveTimeoutMs = 120_000;

const customAttributesHeader = 'x-amzn-sagemaker-custom-attributes';

/** The container contract over HTTP: healthy as soon as it has a predictor. Pages in a browser, which may reach loopback, are refused. */
export class ContainerServer {
  readonly #server: Server;
  #port = 0;
  #predictor: Predictor | undefined;

  constructor() {
    this.#server = createServer({ keepAliveTimeout: keepAliveTimeoutMs }, (request, response) => {
      void this.#respond(request, response);
    });
  }

  /** Listens on loopback. */
  listen(port: number): Promise<void> {
    this.#port = port;
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => resolve());
    });
  }

  /** From now on pings are answered with 200. */
  serve(predictor: Predictor): void {
    this.#predictor = predictor;
  }

  /** Takes no new connection; resolves when every request has been answered. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeIdleConnections();
    });
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = await this.#replyTo(request, response).catch((error: unknown) => replyOfError(error));
    if (response.destroyed) return;
    response.writeHead(reply.statusCode, headersOf(reply, this.#server.listening));
    response.end(reply.body);
    // What is left of a refused body is read and thrown away: closing at once could cut off the answer.
    request.resume();
  }

  async #replyTo(request: IncomingMessage, response: ServerResponse): Promise<Reply> {
    if (!isOwnHost(request.headers.host, this.#port) || request.headers.origin !== undefined) {
      return failure(403, 'Only Local itself, and programs of this machine that ask for 127.0.0.1, are answered.');
    }
    const path = request.url?.split('?')[0];
    if (path === containerContract.pingPath && request.method === 'GET') return this.#pong();
    if (path !== containerContract.invocationsPath)
      return failure(404, `There is nothing at ${path}: use /ping or /invocations.`);
    if (request.method !== 'POST') return failure(405, `/invocations takes POST, not ${request.method}.`);
    if (!this.#predictor) return failure(503, 'The model is still being loaded.');
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    return this.#predictor.predict(await bodyOf(request), infoOf(request), gone.signal);
  }

  #pong(): Reply {
    return this.#predictor
      ? { statusCode: 200, body: '', contentType: 'text/plain' }
      : failure(503, 'The model is still being loaded.');
  }
}

function replyOfError(error: unknown): Reply {
  if (error instanceof Error && error.name === 'AbortError') return failure(499, 'The caller has gone.');
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  console.error(cause instanceof Error ? cause.stack : cause);
  return failure(error instanceof RequestProblem ? error.statusCode : 500, messageOf(error));
}

function headersOf(reply: Reply, listening: boolean): Record<string, string | number> {
  return {
    'content-type': reply.contentType,
    'content-length': Buffer.byteLength(reply.body),
    ...(reply.customAttributes !== undefined && { [customAttributesHeader]: reply.customAttributes }),
    ...(!listening && { connection: 'close' }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = Number(request.headers['content-length'] ?? 0);
  if (size > maximumBody) throw tooLarge(size);
  size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > maximumBody) throw tooLarge(size);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(size: number): RequestProblem {
  return new RequestProblem(413, `The body is larger than ${maximumBody} bytes (at least ${size}).`);
}

function infoOf({ headers }: IncomingMessage): RequestInfo {
  const customAttributes = headers[customAttributesHeader];
  return Object.freeze({
    contentType: headers['content-type'],
    accept: headers.accept,
    customAttributes: typeof customAttributes === 'string' ? customAttributes : undefined,
  });
}
