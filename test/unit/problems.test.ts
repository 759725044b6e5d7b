import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListModelsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { fromIni } from '@aws-sdk/credential-providers';
import type { Problem } from '../../src/hosting/problem.ts';
import {
  CancelledError,
  explain,
  isCredentialProblem,
  isUnreachable,
  LocalServiceError,
  problemText,
} from '../../src/hosting/problems.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };

describe('What an error means', () => {
  it('names the IAM action that is not allowed', async () => {
    const problem = await problemOf(
      answer(
        400,
        'AccessDeniedException',
        'User: arn:aws:iam::123456789012:user/eve is not authorized to perform: sagemaker:ListModels on resource: arn because no identity-based policy allows the sagemaker:ListModels action',
      ),
    );
    assert.equal(problem.kind, 'accessDenied');
    assert.equal(problem.title, 'No permission for sagemaker:ListModels');
    assert.match(problem.next ?? '', /allow sagemaker:ListModels/);
  });

  it('tells expired credentials and how to renew those of the profile', async () => {
    const problem = await problemOf(
      answer(400, 'ExpiredTokenException', 'The security token included in the request is expired'),
      { profile: 'dev' },
    );
    assert.equal(problem.kind, 'expiredCredentials');
    assert.match(problem.next ?? '', /aws sso login --profile dev/);
  });

  for (const [name, kind] of [
    ['UnrecognizedClientException', 'noCredentials'],
    ['InvalidSignatureException', 'noCredentials'],
    ['ThrottlingException', 'throttled'],
    ['ResourceLimitExceeded', 'limitExceeded'],
    ['ResourceInUse', 'inUse'],
    ['ResourceNotFound', 'notFound'],
    ['ValidationException', 'validation'],
    ['InternalFailure', 'other'],
  ] as const) {
    it(`takes ${name} for ${kind}`, async () => {
      const problem = await problemOf(
        answer(name === 'InternalFailure' ? 500 : 400, name, 'The words of the service.'),
      );
      assert.equal(problem.kind, kind);
      assert.equal(problem.detail, 'The words of the service.');
    });
  }

  it('takes a validation error that could not find something for not found', async () => {
    const problem = await problemOf(answer(400, 'ValidationException', 'Could not find model "arn:aws:sagemaker:x".'));
    assert.equal(problem.kind, 'notFound');
  });

  it('takes an existing name for in use', async () => {
    const problem = await problemOf(
      answer(400, 'ValidationException', 'Cannot create already existing endpoint "arn:aws:sagemaker:x".'),
    );
    assert.deepEqual([problem.kind, problem.title], ['inUse', 'The name is taken']);
  });

  it('gives a model’s own words', async () => {
    const problem = await invocationProblem((_request, response) => {
      response.writeHead(424, { 'x-amzn-ErrorType': 'ModelError', 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          Message: 'Received client error (400) from primary with message "no text". See https://… for more.',
          OriginalStatusCode: 400,
          OriginalMessage: 'no text',
        }),
      );
    });
    assert.deepEqual(
      [problem.kind, problem.title, problem.detail],
      ['modelError', 'The model answered with an error (400)', 'no text'],
    );
  });

  it('tells a place where nobody listens by its address', async () => {
    const server = await listen((_request, response) => response.end());
    const url = addressOf(server);
    await close(server);
    const error = await failure(listModels(url));
    assert.equal(isUnreachable(error), true);
    const problem = explain(error, { endpointUrl: url });
    assert.equal(problem.kind, 'network');
    assert.match(problem.title, new RegExp(`^${url} cannot be reached`));
  });

  it('tells a host name that does not exist', async () => {
    const error = await failure(listModels('http://no-such-host.invalid'));
    assert.equal(explain(error).kind, 'network');
  });

  it('tells a server that does not answer in time', async () => {
    const server = await listen(() => undefined);
    try {
      const error = await failure(listModels(addressOf(server), { requestTimeout: 50, throwOnRequestTimeout: true }));
      const problem = explain(error, { connectionLabel: 'dev (eu-west-1)' });
      assert.equal(problem.kind, 'timeout');
      assert.equal(problem.title, 'No answer from dev (eu-west-1)');
      assert.equal(problem.detail, 'There was no answer within 0.05 s.');
    } finally {
      await close(server);
    }
  });

  it('tells a cancelled request from an error', async () => {
    const server = await listen(() => undefined);
    try {
      const abort = new AbortController();
      const request = failure(listModels(addressOf(server), {}, abort.signal));
      abort.abort();
      assert.equal(explain(await request).kind, 'cancelled');
      assert.equal(explain(new CancelledError('no code')).kind, 'cancelled');
    } finally {
      await close(server);
    }
  });

  it('tells a profile without credentials, and that its clients are to be forgotten', async () => {
    const error = await failure(
      fromIni({ profile: 'nobody', filepath: '/nonexistent/a', configFilepath: '/nonexistent/b', ignoreCache: true })(),
    );
    const problem = explain(error, { profile: 'nobody' });
    assert.equal(problem.kind, 'noCredentials');
    assert.equal(problem.title, 'No credentials from profile nobody');
    assert.equal(isCredentialProblem(error), true);
  });

  it('takes the SDK’s word that a sign-in has expired', () => {
    const error = Object.assign(
      new Error(
        'The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login with the corresponding profile.',
      ),
      { name: 'CredentialsProviderError' },
    );
    const problem = explain(error, { profile: 'work' });
    assert.equal(problem.kind, 'expiredCredentials');
    assert.equal(problem.next, 'Run aws sso login --profile work in a terminal, then refresh.');
  });

  it('keeps apart what concerns Local', () => {
    assert.equal(explain(new LocalServiceError('It ended.')).kind, 'localFailed');
    assert.equal(isCredentialProblem(new LocalServiceError('It ended.')), false);
  });

  it('has words for anything that may be thrown', () => {
    for (const thrown of [
      undefined,
      null,
      'text',
      42,
      {},
      new Error('plain'),
      new AggregateError([new Error('inner')]),
    ]) {
      const problem = explain(thrown);
      assert.ok(problem.title.length > 0 && problem.detail.length > 0, String(thrown));
    }
    assert.equal(explain(new AggregateError([new Error('inner')])).detail, 'inner');
  });

  it('makes one paragraph of title, detail and advice', () => {
    const text = problemText({ kind: 'other', title: 'A title', detail: 'A detail.', next: 'Do this.' });
    assert.equal(text, 'A title. A detail. Do this.');
    assert.equal(problemText(explain(new Error('This is taken.'))), 'This is taken.');
  });
});

function answer(status: number, type: string, message: string): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify({ __type: type, message }));
  };
}

async function problemOf(listener: RequestListener, context = {}): Promise<Problem> {
  const server = await listen(listener);
  try {
    return explain(await failure(listModels(addressOf(server))), context);
  } finally {
    await close(server);
  }
}

async function invocationProblem(listener: RequestListener): Promise<Problem> {
  const server = await listen(listener);
  const client = new SageMakerRuntimeClient({
    region: 'eu-west-1',
    endpoint: addressOf(server),
    credentials,
    maxAttempts: 1,
  });
  try {
    return explain(
      await failure(client.send(new InvokeEndpointCommand({ EndpointName: 'e', Body: new Uint8Array() }))),
    );
  } finally {
    client.destroy();
    await close(server);
  }
}

async function listModels(endpoint: string, requestHandler = {}, abortSignal?: AbortSignal): Promise<unknown> {
  const client = new SageMakerClient({ region: 'eu-west-1', endpoint, credentials, maxAttempts: 1, requestHandler });
  try {
    return await client.send(new ListModelsCommand({}), { abortSignal });
  } finally {
    client.destroy();
  }
}

async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new assert.AssertionError({ message: 'The call succeeded.' });
}

function listen(listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
