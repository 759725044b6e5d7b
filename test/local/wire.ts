import { once } from 'node:events';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { Sha256 } from '@aws-crypto/sha256-js';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import type { ReadyLine } from '../../src/api/local.ts';

/** An HTTP answer, as it came. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A request for a service, before it is signed. */
export interface WireRequest {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly at?: Date;
  readonly secretAccessKey?: string;
  readonly accessKeyId?: string;
}

/** The headers that make a request acceptable to a service. */
export async function signedHeaders(ready: ReadyLine, wanted: WireRequest = {}): Promise<Record<string, string>> {
  const { path = '/', method = 'POST', headers = {}, body = '' } = wanted;
  const signer = new SignatureV4({
    service: 'sagemaker',
    region: ready.region,
    sha256: Sha256,
    credentials: {
      accessKeyId: wanted.accessKeyId ?? ready.accessKeyId,
      secretAccessKey: wanted.secretAccessKey ?? ready.secretAccessKey,
    },
  });
  const signed = await signer.sign(
    new HttpRequest({ method, path, headers: { host: new URL(ready.url).host, ...headers }, body }),
    { signingDate: wanted.at ?? new Date() },
  );
  return signed.headers;
}

/** Sends a request with exactly these headers. */
export async function sendRaw(ready: ReadyLine, wanted: WireRequest): Promise<WireAnswer> {
  const { path = '/', method = 'POST', headers = {}, body = '' } = wanted;
  const sent = request(ready.url, { path, method, headers, agent: false, setHost: false });
  sent.end(body);
  const [response] = await once(sent, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString() };
}

/** Signs a request and sends it. */
export async function sendSigned(ready: ReadyLine, wanted: WireRequest): Promise<WireAnswer> {
  return await sendRaw(ready, { ...wanted, headers: await signedHeaders(ready, wanted) });
}

/** A control-plane request. */
export function controlRequest(operation: string, body = '{}'): WireRequest {
  return {
    headers: { 'x-amz-target': `SageMaker.${operation}`, 'content-type': 'application/x-amz-json-1.1' },
    body,
  };
}

/** Writes bytes to a fresh connection and gives whatever comes back until the service, or `done`, ends it. */
export async function converse(ready: ReadyLine, bytes: string | Uint8Array, done?: RegExp): Promise<string> {
  const socket = openSocket(ready);
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    if (done?.test(text)) socket.destroy();
  });
  socket.on('error', () => undefined);
  socket.write(bytes);
  if (!done) socket.end();
  await once(socket, 'close');
  return text;
}

/** A connection to the service. */
export function openSocket(ready: ReadyLine): Socket {
  return connect({ port: Number(new URL(ready.url).port), host: '127.0.0.1' });
}
