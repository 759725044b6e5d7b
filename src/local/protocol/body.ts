import type { IncomingMessage } from 'node:http';
import { ServiceError } from './serviceError.ts';

/** Refuses a body by its declared length, before any of it is read. */
export function refuseDeclaredLength(request: IncomingMessage, limit: number): void {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > limit) throw tooLarge(limit);
}

/**
 * Reads a body of at most `limit` bytes; never holds more than that.
 * @throws ServiceError with status 413 when there is more
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const stop = () => request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose);
    const onData = (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) {
        chunks.push(chunk);
        return;
      }
      stop();
      reject(tooLarge(limit));
    };
    const onEnd = () => {
      stop();
      resolve(Buffer.concat(chunks));
    };
    const onClose = () => {
      stop();
      reject(new RequestAbandoned());
    };
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose);
  });
}

/** The client went away before it had sent its whole request: there is nobody to answer. */
export class RequestAbandoned extends Error {
  override readonly name = 'RequestAbandoned';
}

function tooLarge(limit: number): ServiceError {
  return new ServiceError('RequestEntityTooLargeException', 413, `HTTP content length exceeded ${limit} bytes.`);
}
