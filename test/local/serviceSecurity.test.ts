import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { DeleteModelCommand, ListModelsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { createModel } from './resources.ts';
import { startService, type TestService } from './service.ts';
import { controlRequest, sendRaw, sendSigned, signedHeaders, type WireAnswer, type WireRequest } from './wire.ts';

describe('Local lets nobody in who does not hold its key', () => {
  let service: TestService;
  before(async () => {
    service = await startService();
    await createModel(service.sagemaker, 'secret-model');
  });
  after(() => service.stop());

  const list = controlRequest('ListModels');
  const invoke: WireRequest = { path: '/endpoints/any/invocations', body: '{}', headers: {} };
  const hostOf = () => new URL(service.ready.url).host;

  function assertRefused(answer: WireAnswer, code: string, message: RegExp): void {
    assert.equal(answer.status, 403);
    assert.equal(answer.headers['x-amzn-errortype'], code);
    assert.match(answer.headers['x-amzn-requestid'] as string, /^[0-9a-f-]{36}$/);
    assert.match(JSON.parse(answer.text).message, message);
    assert.ok(!answer.text.includes('secret-model'), 'nothing is revealed');
  }

  it('an unsigned request', async () => {
    const answer = await sendRaw(service.ready, { ...list, headers: { ...list.headers, host: hostOf() } });
    assertRefused(answer, 'MissingAuthenticationTokenException', /^Missing Authentication Token$/);
    assert.equal(JSON.parse(answer.text).__type, 'MissingAuthenticationTokenException');
  });

  it('an unsigned invocation, told in the runtime’s form', async () => {
    const answer = await sendRaw(service.ready, { ...invoke, headers: { host: hostOf() } });
    assertRefused(answer, 'MissingAuthenticationTokenException', /^Missing Authentication Token$/);
    assert.equal(JSON.parse(answer.text).Message, 'Missing Authentication Token');
  });

  it('a request signed with another secret or key', async () => {
    const guessed = await sendSigned(service.ready, { ...list, secretAccessKey: 'guess' });
    assertRefused(guessed, 'InvalidSignatureException', /^The request signature we calculated does not match/);
    const unknown = await sendSigned(service.ready, { ...list, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' });
    assertRefused(unknown, 'UnrecognizedClientException', /^The security token included in the request is invalid\.$/);
  });

  it('a stale request, or one from the future', async () => {
    const minutes = (count: number) => new Date(Date.now() + count * 60_000);
    const stale = await sendSigned(service.ready, { ...list, at: minutes(-6) });
    assertRefused(
      stale,
      'InvalidSignatureException',
      /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(/,
    );
    const early = await sendSigned(service.ready, { ...list, at: minutes(6) });
    assertRefused(early, 'InvalidSignatureException', /^Signature not yet current: /);
    assert.equal((await sendSigned(service.ready, { ...list, at: minutes(-4) })).status, 200);
  });

  it('a tampered request', async () => {
    const headers = await signedHeaders(service.ready, list);
    const otherBody = await sendRaw(service.ready, { headers, body: '{"MaxResults":1}' });
    assertRefused(otherBody, 'InvalidSignatureException', /does not match/);
    const otherTarget = { ...headers, 'x-amz-target': 'SageMaker.ListEndpoints' };
    assertRefused(
      await sendRaw(service.ready, { ...list, headers: otherTarget }),
      'InvalidSignatureException',
      /does not match/,
    );
    const otherPath = await sendRaw(service.ready, { ...list, headers, path: '/endpoints/any/invocations' });
    assertRefused(otherPath, 'InvalidSignatureException', /does not match/);
    const added = { ...headers, 'x-amz-security-token': 'x' };
    assertRefused(await sendRaw(service.ready, { ...list, headers: added }), 'InvalidSignatureException', /not signed/);
    assert.equal((await sendRaw(service.ready, { ...list, headers })).status, 200, 'the untouched request is fine');
  });

  it('a request for another host, though signed', async () => {
    for (const host of ['evil.example', `evil.example:${new URL(service.ready.url).port}`, '127.0.0.1', '']) {
      const answer = await sendSigned(service.ready, { ...list, headers: { ...list.headers, host } });
      assertRefused(answer, 'AccessDeniedException', /Host/);
    }
  });

  it('a request without a host', async () => {
    const { host: _, ...headers } = await signedHeaders(service.ready, list);
    assertRefused(await sendRaw(service.ready, { ...list, headers }), 'AccessDeniedException', /Host/);
  });

  it('a presigned request', async () => {
    const path = '/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=x&X-Amz-Signature=y';
    const answer = await sendRaw(service.ready, { ...list, path, headers: { ...list.headers, host: hostOf() } });
    assertRefused(answer, 'MissingAuthenticationTokenException', /./);
  });

  it('a page in a browser: its preflight gets no leave', async () => {
    const headers = { host: hostOf(), origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const answer = await sendRaw(service.ready, { method: 'OPTIONS', headers });
    assertRefused(answer, 'MissingAuthenticationTokenException', /./);
    assert.deepEqual(
      Object.keys(answer.headers).filter((name) => name.startsWith('access-control')),
      [],
    );
  });

  it('a refused request has no effect', async () => {
    const stranger = new SageMakerClient({
      endpoint: service.ready.url,
      region: 'us-east-1',
      credentials: { accessKeyId: service.ready.accessKeyId, secretAccessKey: 'guess' },
      maxAttempts: 1,
    });
    await assert.rejects(stranger.send(new DeleteModelCommand({ ModelName: 'secret-model' })), {
      name: 'InvalidSignatureException',
    });
    const { Models } = await service.sagemaker.send(new ListModelsCommand({}));
    assert.deepEqual(
      Models?.map(({ ModelName }) => ModelName),
      ['secret-model'],
    );
  });

  it('whoever holds it may sign for any region, and call the service localhost', async () => {
    const { port } = new URL(service.ready.url);
    const client = new SageMakerClient({
      endpoint: `http://localhost:${port}`,
      region: 'eu-central-1',
      credentials: { accessKeyId: service.ready.accessKeyId, secretAccessKey: service.ready.secretAccessKey },
    });
    assert.equal((await client.send(new ListModelsCommand({}))).Models?.length, 1);
  });

  it('from another machine there is nothing to connect to', async () => {
    const { port } = new URL(service.ready.url);
    const outward = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of outward) {
      const outcome = await new Promise((resolve) => {
        connect(Number(port), address)
          .on('connect', () => resolve('connected'))
          .on('error', () => resolve('refused'));
      });
      assert.equal(outcome, 'refused', address);
    }
  });

  it('its secret is in no log', () => {
    assert.match(service.log(), /warn request refused route=control code=InvalidSignatureException/);
    assert.ok(!service.log().includes(service.ready.secretAccessKey));
  });
});
