import assert from 'node:assert/strict';
import { Sha256 } from '@aws-crypto/sha256-js';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { readAuthorization } from '../../src/local/protocol/authorization.ts';
import { isOwnHost } from '../../src/local/protocol/hostCheck.ts';
import { ServiceError } from '../../src/local/protocol/serviceError.ts';
import { checkHead, checkSignature, type RequestHead } from '../../src/local/protocol/signature.ts';

const keys = { accessKeyId: 'LOCAL0123456789', secretAccessKey: 'the+secret/of=this-service' };
const now = new Date('2026-08-07T10:00:00Z');

interface Sent {
  readonly head: RequestHead;
  readonly body: Uint8Array;
}

interface SigningChoices {
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: Uint8Array;
  readonly secretAccessKey?: string;
  readonly accessKeyId?: string;
  readonly region?: string;
  readonly service?: string;
  readonly at?: Date;
  readonly applyChecksum?: boolean;
}

/** Signs as the SDK does. */
async function signed(choices: SigningChoices = {}): Promise<Sent> {
  const { path = '/', body = Buffer.from('{}'), region = 'us-east-1', service = 'sagemaker', at = now } = choices;
  const signer = new SignatureV4({
    service,
    region,
    credentials: {
      accessKeyId: choices.accessKeyId ?? keys.accessKeyId,
      secretAccessKey: choices.secretAccessKey ?? keys.secretAccessKey,
    },
    sha256: Sha256,
    applyChecksum: choices.applyChecksum ?? true,
  });
  const headers = { host: '127.0.0.1:4000', ...choices.headers };
  const request = await signer.sign(new HttpRequest({ method: 'POST', path, headers, body }), { signingDate: at });
  return { head: { method: 'POST', target: path, headers: listed(request.headers) }, body };
}

function listed(headers: Record<string, string>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value]]));
}

function withHeader({ head, body }: Sent, name: string, ...values: string[]): Sent {
  return { body, head: { ...head, headers: { ...head.headers, [name]: values } } };
}

function withoutHeader({ head, body }: Sent, removed: string): Sent {
  const headers = Object.fromEntries(Object.entries(head.headers).filter(([name]) => name !== removed));
  return { body, head: { ...head, headers } };
}

async function check({ head, body }: Sent): Promise<void> {
  await checkSignature(checkHead(head, keys, now), body, keys);
}

async function refusalOf(sent: Sent): Promise<ServiceError> {
  try {
    await check(sent);
  } catch (error) {
    assert.ok(error instanceof ServiceError, `a refusal, not ${error}`);
    assert.equal(error.status, 403);
    return error;
  }
  return assert.fail('the request was accepted');
}

describe('Checking a request’s signature', () => {
  it('accepts whatever the SDK signs with the right key, in any region', async () => {
    const segment = fc.stringMatching(/^[\w.~ %-]{1,12}$/);
    const choices = fc.record({
      path: fc.array(segment, { maxLength: 4 }).map((segments) => `/${segments.map(encodeURIComponent).join('/')}`),
      body: fc.uint8Array({ maxLength: 200 }),
      region: fc.constantFrom('us-east-1', 'eu-central-1', 'us-gov-west-1'),
      applyChecksum: fc.boolean(),
      headers: fc.dictionary(fc.stringMatching(/^x-amzn-[a-z]{1,8}$/), fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/)),
    });
    await fc.assert(
      fc.asyncProperty(choices, async (choice) => check(await signed(choice))),
      { numRuns: 200 },
    );
  });

  it('refuses a request whose body, path or any signed header was changed', async () => {
    const sent = await signed({ headers: { 'x-amz-target': 'SageMaker.ListModels', 'content-type': 'text/plain' } });
    const names = Object.keys(sent.head.headers).filter((name) => name !== 'authorization');
    const tampering = fc.oneof(
      fc.uint8Array({ minLength: 3 }).map((body): Sent => ({ ...sent, body })),
      fc.stringMatching(/^\/[a-z]{1,9}$/).map((target): Sent => ({ ...sent, head: { ...sent.head, target } })),
      fc
        .tuple(fc.constantFrom(...names), fc.stringMatching(/^[a-z0-9]{1,20}$/))
        .map(([name, value]) => withHeader(sent, name, value)),
      fc.constantFrom(...names).map((name) => withoutHeader(sent, name)),
    );
    await fc.assert(fc.asyncProperty(tampering, async (tampered) => void (await refusalOf(tampered))));
  });

  it('refuses a query that was not signed, whatever its names', async () => {
    const { head, body } = await signed();
    for (const name of ['a', 'constructor', 'toString', '__proto__', '%5F_proto__']) {
      const tampered = { body, head: { ...head, target: `/?${name}=1` } };
      assert.equal((await refusalOf(tampered)).code, 'InvalidSignatureException', name);
    }
  });

  it('refuses a request that nobody signed', async () => {
    const refusal = await refusalOf(withoutHeader(await signed(), 'authorization'));
    assert.equal(refusal.code, 'MissingAuthenticationTokenException');
    assert.equal(refusal.message, 'Missing Authentication Token');
  });

  it('refuses a key it does not know', async () => {
    const refusal = await refusalOf(await signed({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }));
    assert.equal(refusal.code, 'UnrecognizedClientException');
    assert.equal(refusal.message, 'The security token included in the request is invalid.');
  });

  it('refuses a signature made with another secret', async () => {
    const refusal = await refusalOf(await signed({ secretAccessKey: 'guess' }));
    assert.equal(refusal.code, 'InvalidSignatureException');
    assert.match(refusal.message, /^The request signature we calculated does not match the signature you provided\./);
  });

  it('accepts a request up to five minutes old or early, and no further', async () => {
    const offset = fc.integer({ min: -3_600, max: 3_600 });
    await fc.assert(
      fc.asyncProperty(offset, async (seconds) => {
        const sent = await signed({ at: new Date(now.getTime() + seconds * 1000) });
        if (Math.abs(seconds) <= 300) return check(sent);
        const { message } = await refusalOf(sent);
        assert.match(
          message,
          seconds < 0 ? /^Signature expired: \d{8}T\d{6}Z is now earlier than / : /^Signature not yet current: /,
        );
      }),
    );
  });

  it('refuses a signature for another service', async () => {
    assert.match((await refusalOf(await signed({ service: 's3' }))).message, /correct service: 'sagemaker'/);
  });

  it('refuses a header that AWS gives a meaning to and that is not signed', async () => {
    const sent = withHeader(await signed(), 'x-amz-target', 'SageMaker.DeleteModel');
    assert.match((await refusalOf(sent)).message, /not signed: x-amz-target/);
  });

  it('refuses a header that occurs twice, as it is open which one was signed', async () => {
    const sent = await signed({ headers: { 'x-amz-target': 'SageMaker.ListModels' } });
    const twice = withHeader(sent, 'x-amz-target', 'SageMaker.ListModels', 'SageMaker.DeleteModel');
    assert.match((await refusalOf(twice)).message, /'x-amz-target' occurs more than once/);
  });

  it('refuses a declared body hash that is not the body’s, even where it is signed', async () => {
    const sent = await signed({ headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } });
    assert.equal((await refusalOf(sent)).code, 'InvalidSignatureException');
  });
});

describe('Reading an Authorization header', () => {
  const signature = 'a'.repeat(64);
  const complete = `AWS4-HMAC-SHA256 Credential=KEY/20260807/us-east-1/sagemaker/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`;

  it('gives its parts', () => {
    assert.deepEqual(readAuthorization(complete), {
      kind: 'claim',
      claim: {
        accessKeyId: 'KEY',
        scope: { date: '20260807', region: 'us-east-1', service: 'sagemaker' },
        signedHeaders: ['host', 'x-amz-date'],
        signature,
      },
    });
  });

  it('does without spaces after the commas', () => {
    assert.equal(readAuthorization(complete.replaceAll(', ', ',')).kind, 'claim');
  });

  it('names every parameter that is missing', () => {
    assert.deepEqual(readAuthorization('AWS4-HMAC-SHA256 SignedHeaders=host'), {
      kind: 'incomplete',
      problem:
        "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter.",
    });
  });

  it('takes other schemes for no authentication', () => {
    for (const header of [undefined, '', 'Basic dXNlcjpw', 'Bearer x', 'AWS4-HMAC-SHA256x Credential=a']) {
      assert.equal(readAuthorization(header).kind, 'missing', header);
    }
  });

  it('answers anything at all without throwing, and never takes half a header for a claim', () => {
    const pieces = fc.constantFrom(
      ...complete.split(/(?<=[=,/; ])/),
      '',
      '=',
      ',',
      '/',
      ';',
      ' ',
      '\u0000',
      '__proto__',
      'é',
    );
    const mangled = fc.oneof(
      fc.string(),
      fc.array(pieces).map((parts) => parts.join('')),
      fc.array(pieces).map((parts) => `AWS4-HMAC-SHA256 ${parts.join('')}`),
      fc.nat(complete.length - 1).map((length) => complete.slice(0, length)),
    );
    fc.assert(
      fc.property(mangled, (header) => {
        const read = readAuthorization(header);
        if (read.kind === 'claim') assert.match(read.claim.signature, /^[0-9a-f]{64}$/);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('Checking a request’s Host', () => {
  it('takes the loopback names with the service’s own port', () => {
    for (const host of ['127.0.0.1:4000', 'localhost:4000', 'LOCALHOST:4000', '[::1]:4000']) {
      assert.ok(isOwnHost(host, 4000), host);
    }
  });

  it('refuses every other', () => {
    const foreign = [
      '127.0.0.1',
      'localhost',
      '127.0.0.1:4001',
      'evil.example:4000',
      '127.0.0.1.evil.example:4000',
      '',
    ];
    for (const host of [...foreign, ' 127.0.0.1:4000', 'localhost:4000,evil.example', undefined]) {
      assert.ok(!isOwnHost(host, 4000), host);
    }
  });
});
