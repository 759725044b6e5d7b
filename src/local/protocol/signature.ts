import { createHash, createHmac, type Hash, type Hmac, timingSafeEqual } from 'node:crypto';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { readAuthorization, type SignatureClaim } from './authorization.ts';
import { ServiceError } from './serviceError.ts';

/** The key pair that a service accepts. */
export interface KeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A request as it came over the wire, without its body. */
export interface RequestHead {
  readonly method: string;
  /** Path and query, as sent. */
  readonly target: string;
  /** Every header by lower-case name, each with all its values. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
}

/** A request whose head passed every check that needs no body. */
export interface CheckedHead {
  readonly head: RequestHead;
  readonly claim: SignatureClaim;
  readonly signedAt: Date;
}

/** The name that SageMaker's control plane and runtime are both signed for. */
const SIGNING_NAME = 'sagemaker';

/** How far a request's time may lie from the service's. */
const MAX_CLOCK_SKEW_MS = 5 * 60_000;

const singleValued = ['authorization', 'host', 'x-amz-date', 'x-amz-content-sha256', 'x-amz-target', 'content-type'];

/**
 * Checks all of a request's signature that can be checked before its body is read: key, scope, time, signed headers.
 * @throws ServiceError with status 403 in AWS's words
 */
export function checkHead(head: RequestHead, keys: KeyPair, now: Date): CheckedHead {
  refuseRepeatedHeaders(head);
  const authorization = readAuthorization(header(head, 'authorization'));
  if (authorization.kind === 'missing') {
    throw refusal('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  if (authorization.kind === 'incomplete') throw refusal('IncompleteSignatureException', authorization.problem);
  const { claim } = authorization;
  if (!sameText(claim.accessKeyId, keys.accessKeyId)) {
    throw refusal('UnrecognizedClientException', 'The security token included in the request is invalid.');
  }
  const signedAt = readDate(header(head, 'x-amz-date'));
  refuseForeignScope(claim, header(head, 'x-amz-date') ?? '');
  refuseStale(signedAt, now);
  refuseUnsignedHeaders(head, claim);
  return { head, claim, signedAt };
}

/**
 * Checks the signature itself, over the head and the body.
 * @throws ServiceError with status 403 in AWS's words
 */
export async function checkSignature(checked: CheckedHead, body: Uint8Array, keys: KeyPair): Promise<void> {
  const bodyHash = createHash('sha256').update(body).digest('hex');
  const declaredHash = header(checked.head, 'x-amz-content-sha256');
  const expected = await expectedSignature(checked, bodyHash, keys);
  const matches = expected !== undefined && sameText(expected, checked.claim.signature);
  if (!matches || (declaredHash !== undefined && declaredHash !== bodyHash)) {
    throw refusal(
      'InvalidSignatureException',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and ' +
        'signing method. Consult the service documentation for details.',
    );
  }
}

/** The headers that make a request of one's own to a service acceptable to it. */
export async function signRequest(
  request: { readonly url: URL; readonly headers: Readonly<Record<string, string>>; readonly body: string },
  keys: KeyPair,
  region: string,
): Promise<Readonly<Record<string, string>>> {
  const signed = await signerFor(keys, region).sign(
    new HttpRequest({
      method: 'POST',
      hostname: request.url.hostname,
      path: request.url.pathname,
      headers: { ...request.headers, host: request.url.host },
      body: request.body,
    }),
  );
  return signed.headers;
}

/** Undefined where the request can't have been signed at all, such as with a path that is no valid text. */
async function expectedSignature(checked: CheckedHead, bodyHash: string, keys: KeyPair): Promise<string | undefined> {
  const { head, claim, signedAt } = checked;
  const signable = new Set(claim.signedHeaders);
  const bodyHashIsSigned = signable.has('x-amz-content-sha256');
  const headers: Record<string, string> = {};
  for (const name of claim.signedHeaders) headers[name] = header(head, name) ?? '';
  const [path = '', query = ''] = splitOnce(head.target, '?');
  try {
    const signed = await signerFor(keys, claim.scope.region).sign(
      new HttpRequest({
        method: head.method,
        path,
        query: queryOf(query),
        headers: { ...headers, 'x-amz-content-sha256': bodyHash },
      }),
      {
        signingDate: signedAt,
        signableHeaders: signable,
        unsignableHeaders: new Set(bodyHashIsSigned ? [] : ['x-amz-content-sha256']),
      },
    );
    const resigned = readAuthorization(signed.headers.authorization);
    return resigned.kind === 'claim' ? resigned.claim.signature : undefined;
  } catch {
    return undefined;
  }
}

function signerFor(keys: KeyPair, region: string): SignatureV4 {
  return new SignatureV4({
    service: SIGNING_NAME,
    region,
    credentials: keys,
    sha256: NativeSha256,
    applyChecksum: false,
  });
}

/** SHA-256 by Node.js's own code, in the form that the signer asks for. */
class NativeSha256 {
  readonly #secret: string | Uint8Array | undefined;
  #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#secret = secret === undefined ? undefined : toBytes(secret);
    this.#hash = this.#fresh();
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(toBytes(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    this.#hash = this.#fresh();
  }

  #fresh(): Hash | Hmac {
    return this.#secret === undefined ? createHash('sha256') : createHmac('sha256', this.#secret);
  }
}

function toBytes(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data, 'utf8');
  return data instanceof ArrayBuffer
    ? new Uint8Array(data)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** With two values it would be open which one was signed and which one is obeyed. */
function refuseRepeatedHeaders(head: RequestHead): void {
  const repeated = singleValued.find((name) => (head.headers[name]?.length ?? 0) > 1);
  if (repeated) throw refusal('IncompleteSignatureException', `The header '${repeated}' occurs more than once.`);
}

function readDate(text: string | undefined): Date {
  if (text === undefined) {
    throw refusal('IncompleteSignatureException', "Authorization header requires existence of an 'X-Amz-Date' header.");
  }
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/u.exec(text) ?? [];
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(date.getTime()) || isoBasic(date) !== text) {
    throw refusal(
      'IncompleteSignatureException',
      `Date must be in ISO-8601 'basic format'. Got '${text.slice(0, 40)}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  }
  return date;
}

/** Any region will do, as a user may have configured any; the scope must only agree with itself. */
function refuseForeignScope({ scope }: SignatureClaim, date: string): void {
  if (scope.service !== SIGNING_NAME) {
    throw refusal('InvalidSignatureException', `Credential should be scoped to correct service: '${SIGNING_NAME}'.`);
  }
  if (!date.startsWith(scope.date)) {
    throw refusal(
      'InvalidSignatureException',
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${scope.date}' != ` +
        `'${date.slice(0, 8)}', from '${date}'.`,
    );
  }
}

function refuseStale(signedAt: Date, now: Date): void {
  const age = now.getTime() - signedAt.getTime();
  const [at, current] = [isoBasic(signedAt), isoBasic(now)];
  if (age > MAX_CLOCK_SKEW_MS) {
    const earliest = isoBasic(new Date(now.getTime() - MAX_CLOCK_SKEW_MS));
    throw refusal(
      'InvalidSignatureException',
      `Signature expired: ${at} is now earlier than ${earliest} (${current} - 5 min.)`,
    );
  }
  if (age < -MAX_CLOCK_SKEW_MS) {
    const latest = isoBasic(new Date(now.getTime() + MAX_CLOCK_SKEW_MS));
    throw refusal(
      'InvalidSignatureException',
      `Signature not yet current: ${at} is still later than ${latest} (${current} + 5 min.)`,
    );
  }
}

/** The host, and everything that AWS gives a meaning to, must be signed; what is signed must be there. */
function refuseUnsignedHeaders(head: RequestHead, claim: SignatureClaim): void {
  const signed = new Set(claim.signedHeaders);
  if (!signed.has('host')) {
    throw refusal('InvalidSignatureException', "'Host' must be a 'SignedHeader' in the AWS Authorization.");
  }
  const unsigned = Object.keys(head.headers).filter((name) => /^x-amz-/u.test(name) && !signed.has(name));
  if (unsigned.length > 0) {
    throw refusal(
      'InvalidSignatureException',
      `There were headers present in the request which were not signed: ${unsigned.join(', ')}`,
    );
  }
  const absent = claim.signedHeaders.filter((name) => header(head, name) === undefined);
  if (absent.length > 0) {
    throw refusal('InvalidSignatureException', `Signed headers are missing from the request: ${absent.join(', ')}`);
  }
}

function header(head: RequestHead, name: string): string | undefined {
  return Object.hasOwn(head.headers, name) ? head.headers[name]?.join(',') : undefined;
}

/** @throws Error for a name that the signer's own record of the query could not hold, and so would not sign */
function queryOf(text: string): Record<string, string[]> {
  const parameters = new URLSearchParams(text);
  if (parameters.has('__proto__')) throw new Error('A query can not name __proto__.');
  return Object.fromEntries([...parameters.keys()].map((name) => [name, parameters.getAll(name)]));
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function isoBasic(date: Date): string {
  return date
    .toISOString()
    .replace(/\.\d{3}/u, '')
    .replace(/[-:]/gu, '');
}

/** Takes as long for a near miss as for a wild guess. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function refusal(code: string, message: string): ServiceError {
  return new ServiceError(code, 403, message);
}
