import assert from 'node:assert/strict';
import { once } from 'node:events';
import { ListModelsCommand } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import fc from 'fast-check';
import { createConfig, createEndpoint, createModel, until, variantOf } from './resources.ts';
import { startService, type TestService } from './service.ts';
import { controlRequest, converse, openSocket, sendRaw, sendSigned, signedHeaders } from './wire.ts';

const MB = 1024 * 1024;

describe('Local answers whatever is sent to it', () => {
  let service: TestService;
  before(async () => {
    service = await startService();
    await createModel(service.sagemaker, 'm');
    await createConfig(service.sagemaker, 'c', variantOf('v', 'm'));
    await createEndpoint(service.sagemaker, 'e', 'c');
  });
  after(() => service.stop());
  afterEach(async () => {
    const { Models } = await service.sagemaker.send(new ListModelsCommand({}));
    assert.equal(Models?.length, 1, 'it still serves');
  });

  async function refused(operation: string, body: string): Promise<[number, string, string]> {
    const answer = await sendSigned(service.ready, controlRequest(operation, body));
    const { __type, message } = JSON.parse(answer.text);
    assert.equal(answer.headers['x-amzn-errortype'], __type);
    assert.equal(answer.headers['content-type'], 'application/x-amz-json-1.1');
    return [answer.status, __type, message];
  }

  it('malformed JSON', async () => {
    for (const body of ['{', '{"a":', 'nonsense', '[]', '"text"', '7', 'null', '\u0000', '{"a":1}x']) {
      const [status, type, message] = await refused('ListModels', body);
      assert.deepEqual([status, type], [400, 'SerializationException'], body);
      assert.match(message, /JSON/);
    }
    const deep = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
    assert.deepEqual((await refused('ListModels', deep)).slice(0, 2), [400, 'SerializationException']);
  });

  it('inputs of any shape, without failing', async () => {
    const members = [
      ...[
        'ModelName',
        'PrimaryContainer',
        'Containers',
        'Image',
        'ModelDataUrl',
        'Environment',
        'Mode',
        'VpcConfig',
        'Tags',
      ],
      ...[
        'EndpointConfigName',
        'ProductionVariants',
        'VariantName',
        'InstanceType',
        'InitialInstanceCount',
        'RoutingConfig',
      ],
      ...[
        'DataCaptureConfig',
        'EndpointName',
        'DeploymentConfig',
        'BlueGreenUpdatePolicy',
        'DesiredWeightsAndCapacities',
      ],
      ...[
        'ResourceArn',
        'TagKeys',
        'Key',
        'Value',
        'NextToken',
        'MaxResults',
        'SortBy',
        'CreationTimeAfter',
        '__proto__',
      ],
    ];
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        fc.constantFrom<unknown>(
          'x',
          'local/node',
          'ml.m5.large',
          'file:///no-such',
          '',
          null,
          true,
          0,
          1,
          -1,
          1.5,
          1e300,
        ),
        fc.constantFrom(
          'arn:aws:sagemaker:us-east-1:000000000000:endpoint/',
          'arn:aws:sagemaker:us-east-1:000000000000:model/x',
        ),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...members), tie('value'), { maxKeys: 6 }),
      ),
    }));
    const operations = [
      'CreateModel',
      'CreateEndpointConfig',
      'CreateEndpoint',
      'UpdateEndpoint',
      'DescribeEndpoint',
    ].concat([
      'UpdateEndpointWeightsAndCapacities',
      'ListModels',
      'ListEndpoints',
      'AddTags',
      'ListTags',
      'DeleteTags',
      'DeleteModel',
    ]);
    const input = fc.dictionary(fc.constantFrom(...members), value, { maxKeys: 8 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...operations), input, async (operation, body) => {
        const { status, text } = await sendSigned(service.ready, controlRequest(operation, JSON.stringify(body)));
        assert.ok(status === 200 || status === 400, `${status} ${text}`);
      }),
      { numRuns: 600 },
    );
  });

  it('an empty body, and members that are null, as nothing said', async () => {
    for (const body of ['', '{}', '{"NextToken":null,"MaxResults":null}']) {
      assert.equal((await sendSigned(service.ready, controlRequest('ListModels', body))).status, 200, body);
    }
  });

  it('unknown operations and targets', async () => {
    for (const operation of ['ListTrainingJobs', 'constructor', '__proto__', 'toString']) {
      assert.deepEqual((await refused(operation, '{}')).slice(0, 2), [400, 'UnknownOperationException'], operation);
    }
    for (const target of ['DynamoDB_20120810.ListTables', 'ListModels', '.', 'SageMaker.', 'SageMakerLocal.Other']) {
      const answer = await sendSigned(service.ready, { headers: { 'x-amz-target': target }, body: '{}' });
      assert.equal(JSON.parse(answer.text).__type, 'UnknownOperationException', target);
    }
    const untargeted = await sendSigned(service.ready, { body: '{}' });
    assert.equal(JSON.parse(untargeted.text).__type, 'UnknownOperationException');
  });

  it('unknown paths and methods', async () => {
    const wrong: [string, string][] = [
      ['GET', '/'],
      ['GET', '/endpoints/e/invocations'],
      ['PUT', '/endpoints/e/invocations'],
      ['POST', '/endpoints/e'],
      ['POST', '/endpoints/e/invocations/more'],
      ['POST', '/endpoints'],
      ['POST', '/other'],
    ];
    for (const [method, path] of wrong) {
      const answer = await sendSigned(service.ready, { method, path });
      assert.equal(answer.status, 404, `${method} ${path}`);
      assert.match(JSON.parse(answer.text).message, /There is nothing here/);
    }
  });

  it('an invocation stream, which it does not do yet, in the runtime’s form', async () => {
    const answer = await sendSigned(service.ready, { path: '/endpoints/e/invocations-response-stream', body: '{}' });
    assert.deepEqual([answer.status, answer.headers['x-amzn-errortype']], [400, 'ValidationError']);
    const { message, Message } = JSON.parse(answer.text);
    assert.match(message, /does not stream responses yet/);
    assert.equal(Message, message);
  });

  it('an invocation whose content type or attributes break the API’s rules, without repeating the attributes', async () => {
    const send = async (headers: Record<string, string>) => {
      const answer = await sendSigned(service.ready, { path: '/endpoints/e/invocations', body: '{}', headers });
      return [answer.status, answer.headers['x-amzn-errortype'], JSON.parse(answer.text).message];
    };
    const [status, code, message] = await send({ 'content-type': `text/${'x'.repeat(1_020)}` });
    assert.deepEqual([status, code], [400, 'ValidationError']);
    assert.match(message, /at 'contentType' failed to satisfy constraint: Member must have length less than or equal/);
    const [, , long] = await send({ 'x-amzn-sagemaker-custom-attributes': 'secret'.repeat(200) });
    assert.match(long, /^1 validation error detected: Value at 'customAttributes' failed/);
  });

  it('bodies above the limit, before it has read them', async () => {
    const tooLarge = await sendSigned(service.ready, controlRequest('ListModels', ' '.repeat(MB + 1)));
    assert.deepEqual(
      [tooLarge.status, JSON.parse(tooLarge.text).message],
      [413, `HTTP content length exceeded ${MB} bytes.`],
    );
    const invocation = new InvokeEndpointCommand({ EndpointName: 'e', Body: new Uint8Array(25 * MB + 1) });
    await assert.rejects(service.runtime.send(invocation), { name: 'RequestEntityTooLargeException' });
    const headers = await signedHeaders(service.ready, controlRequest('ListModels'));
    const head = Object.entries({ ...headers, 'content-length': '999999999999' });
    const text = await converse(
      service.ready,
      `POST / HTTP/1.1\r\n${head.map((h) => h.join(': ')).join('\r\n')}\r\n\r\n`,
    );
    assert.match(text, /^HTTP\/1\.1 413 /);
  });

  it('bodies without a declared length, up to the limit', async () => {
    const headers = {
      ...(await signedHeaders(service.ready, controlRequest('ListModels'))),
      'transfer-encoding': 'chunked',
    };
    assert.equal((await sendRaw(service.ready, { headers, body: '{}' })).status, 200);
    const answer = await sendRaw(service.ready, { headers, body: ' '.repeat(3 * MB) });
    assert.equal(answer.status, 413);
  });

  it('a payload of exactly the limit', async () => {
    const { Body } = await service.runtime.send(
      new InvokeEndpointCommand({ EndpointName: 'e', Body: new Uint8Array(25 * MB) }),
    );
    assert.equal(JSON.parse(Body.transformToString()).label, 'm');
  });

  it('a client that asks before it sends', async () => {
    const signed = await signedHeaders(service.ready, controlRequest('ListModels'));
    const head = (headers: object) =>
      `POST / HTTP/1.1\r\n${Object.entries(headers)
        .map((entry) => entry.join(': '))
        .join('\r\n')}\r\n\r\n`;
    const asking = { ...signed, expect: '100-continue', 'content-length': '2' };
    const socket = openSocket(service.ready);
    socket.write(head(asking));
    const [leave] = await once(socket, 'data');
    assert.match(leave.toString(), /^HTTP\/1\.1 100 Continue/);
    socket.write('{}');
    const [answer] = await once(socket, 'data');
    assert.match(answer.toString(), /^HTTP\/1\.1 200 OK/);
    socket.destroy();
    const unsigned = { host: signed.host, expect: '100-continue', 'content-length': '2' };
    assert.match(await converse(service.ready, head(unsigned)), /^HTTP\/1\.1 403 /, 'no leave without a signature');
  });

  it('what is no HTTP at all', async () => {
    const garbage = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 300 }),
      fc
        .constantFrom(
          'GET\r\n\r\n',
          'POST / HTTP/9.9\r\n\r\n',
          `GET / HTTP/1.1\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`,
          'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n',
          'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n',
          'POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
          'POST http://evil.example/ HTTP/1.1\r\nhost: evil.example\r\n\r\n',
          'POST //%zz/../x HTTP/1.1\r\nhost: a\r\n\r\n',
          'CONNECT evil.example:443 HTTP/1.1\r\nhost: a\r\n\r\n',
          'GET / HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n',
        )
        .map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(garbage, async (bytes) => {
        const answer = await converse(service.ready, bytes);
        assert.match(answer, /^$|^HTTP\/1\.1 4\d\d /);
      }),
      { numRuns: 150 },
    );
  });

  it('clients that go away in the middle of a request or before its answer', async () => {
    const body = '{"sleep":400}';
    const path = '/endpoints/e/invocations';
    const headers = { ...(await signedHeaders(service.ready, { path, body })), 'content-length': String(body.length) };
    const whole = `POST ${path} HTTP/1.1\r\n${Object.entries(headers)
      .map((entry) => entry.join(': '))
      .join('\r\n')}\r\n\r\n${body}`;
    for (let length = 1; length <= whole.length; length += 37) {
      const socket = openSocket(service.ready);
      await once(socket, 'connect');
      await new Promise((written) => socket.write(whole.slice(0, length), written));
      socket.resetAndDestroy();
    }
    const gone = openSocket(service.ready);
    gone.write(whole);
    await until(async () => ((await service.sagemaker.send(new ListModelsCommand({}))) ? true : undefined));
    gone.resetAndDestroy();
    assert.ok(!service.log().includes(' error '), service.log());
  });

  it('several requests on one connection', async () => {
    const headers = { ...(await signedHeaders(service.ready, controlRequest('ListModels'))), 'content-length': '2' };
    const one = `POST / HTTP/1.1\r\n${Object.entries(headers)
      .map((entry) => entry.join(': '))
      .join('\r\n')}\r\n\r\n{}`;
    const answers = await converse(service.ready, one.repeat(3), /(?:"ModelName":"m"[\s\S]*){3}/);
    assert.equal(answers.match(/HTTP\/1\.1 200 OK/g)?.length, 3);
  });
});
