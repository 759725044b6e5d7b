import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Answer } from './answer.ts';

/** How long, and how much of, an unread body is thrown away so that its sender gets to read the answer. */
const DISCARD_MS = 2_000;
const DISCARD_BYTES = 64 * 1024 * 1024;

/** Sends an answer. Where the request's body was not read to its end, the connection ends too. */
export function reply(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  if (response.destroyed || response.headersSent) return;
  const unread = !request.complete;
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-length': answer.body.length,
    'x-amzn-requestid': randomUUID(),
    ...(unread && { connection: 'close' }),
  });
  if (!unread) {
    response.end(answer.body);
    return;
  }
  response.write(answer.body);
  discard(request, () => response.end());
}

/** Answers what is no proper HTTP, and so has no request to reply to. */
export function replyToGarbage(socket: Duplex, error: NodeJS.ErrnoException): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [status, code, message] = garbage(error.code);
  const body = JSON.stringify({ __type: code, message });
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/x-amz-json-1.1\r\n` +
      `x-amzn-errortype: ${code}\r\nx-amzn-requestid: ${randomUUID()}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}

function garbage(code: string | undefined): readonly [status: string, code: string, message: string] {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return ['431 Request Header Fields Too Large', 'SerializationException', 'The request header is too large.'];
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return ['408 Request Timeout', 'RequestTimeoutException', 'The request did not arrive in time.'];
  }
  return ['400 Bad Request', 'SerializationException', 'The request is not valid HTTP.'];
}

/** A client that still sends would see its connection reset, and not the answer, if the connection ended at once. */
function discard(request: IncomingMessage, then: () => void): void {
  let discarded = 0;
  const timer = setTimeout(() => end(), DISCARD_MS);
  const end = () => {
    clearTimeout(timer);
    then();
  };
  request.on('data', (chunk: Buffer) => {
    discarded += chunk.length;
    if (discarded > DISCARD_BYTES) end();
  });
  request.on('error', () => undefined);
  request.once('end', end).once('close', end);
}
