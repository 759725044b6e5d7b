import assert from 'node:assert/strict';
import type { InvokeRequest, InvokeResponse } from '../../src/hosting/hosting.ts';
import type { Outcome, ScratchpadRequest } from '../../src/scratchpad/messages.ts';
import { RequestSender } from '../../src/scratchpad/requestSender.ts';

const request: ScratchpadRequest = {
  requestId: 'a',
  body: { kind: 'text', text: '{}' },
  contentType: 'application/json',
  accept: '',
};

function response(text: string): InvokeResponse {
  return {
    status: 200,
    headers: { 'x-b': '2', 'x-a': '1' },
    body: new TextEncoder().encode(text),
    contentType: 'application/json',
    invokedProductionVariant: 'champion',
    latencyMs: 3,
  };
}

/** An endpoint whose answers the test gives, one call at a time. */
class Endpoint {
  readonly calls: {
    request: InvokeRequest;
    signal: AbortSignal | undefined;
    answer: (response: InvokeResponse) => void;
    fail: (error: unknown) => void;
  }[] = [];
  readonly received: (InvokeResponse | undefined)[] = [];
  readonly sender = new RequestSender({
    target: () => ({
      hosting: () => ({
        invoke: (invoked, signal) =>
          new Promise((answer, fail) => {
            signal?.addEventListener('abort', () => fail(signal.reason));
            this.calls.push({ request: invoked, signal, answer, fail });
          }),
      }),
      endpointName: 'language-id',
      context: {},
    }),
    bytesOf: async (body) => new TextEncoder().encode(body.kind === 'text' ? body.text : 'file'),
    now: () => 1000,
    received: (received) => this.received.push(received),
  });

  async call(index: number) {
    while (this.calls.length <= index) await new Promise(setImmediate);
    const call = this.calls[index];
    assert.ok(call);
    return call;
  }
}

describe('The sender of requests', () => {
  it('sends body, types and variant, and no empty ones', async () => {
    const endpoint = new Endpoint();
    void endpoint.sender.send({ ...request, variant: 'canary' });
    const { request: invoked } = await endpoint.call(0);
    assert.deepEqual(invoked, {
      endpointName: 'language-id',
      body: new TextEncoder().encode('{}'),
      contentType: 'application/json',
      targetVariant: 'canary',
    });
  });

  it('gives the answer to who asked and to who asks later', async () => {
    const endpoint = new Endpoint();
    const asked = endpoint.sender.send(request);
    const resumed = endpoint.sender.resume('a');
    (await endpoint.call(0)).answer(response('{"a":1}'));
    const outcome = await asked;
    assert.equal(outcome.kind === 'answered' && outcome.variant, 'champion');
    assert.equal(await resumed, outcome);
    assert.equal(await endpoint.sender.resume('a'), outcome);
    assert.deepEqual(endpoint.sender.exchange(), { kind: 'ended', requestId: 'a', outcome });
  });

  it('does not know requests other than the last', async () => {
    assert.equal(await new Endpoint().sender.resume('b'), undefined);
  });

  it('aborts the wire request on cancel', async () => {
    const endpoint = new Endpoint();
    const asked = endpoint.sender.send(request);
    const { signal } = await endpoint.call(0);
    endpoint.sender.cancel('a');
    assert.equal(signal?.aborted, true);
    assert.deepEqual(await asked, { kind: 'cancelled' });
    assert.deepEqual(endpoint.sender.exchange(), { kind: 'ended', requestId: 'a', outcome: { kind: 'cancelled' } });
  });

  it('leaves a request alone when another one is cancelled', async () => {
    const endpoint = new Endpoint();
    void endpoint.sender.send(request);
    endpoint.sender.cancel('other');
    assert.equal((await endpoint.call(0)).signal?.aborted, false);
  });

  it('keeps the response before through a cancelled request', async () => {
    const endpoint = new Endpoint();
    const first = endpoint.sender.send(request);
    (await endpoint.call(0)).answer(response('1'));
    const previous = await first;
    void endpoint.sender.send({ ...request, requestId: 'b' });
    assert.deepEqual(endpoint.sender.exchange(), { kind: 'underWay', requestId: 'b', startedAt: 1000, previous });
    endpoint.sender.cancel();
    assert.deepEqual(endpoint.sender.exchange(), {
      kind: 'ended',
      requestId: 'b',
      outcome: { kind: 'cancelled' },
      previous,
    });
    assert.deepEqual(endpoint.received, [response('1')]);
  });

  it('drops the response before when a request fails', async () => {
    const endpoint = new Endpoint();
    const first = endpoint.sender.send(request);
    (await endpoint.call(0)).answer(response('1'));
    await first;
    const second = endpoint.sender.send({ ...request, requestId: 'b' });
    (await endpoint.call(1)).fail(new Error('The wire broke.'));
    const outcome = await second;
    assert.equal(outcome.kind, 'problem');
    assert.deepEqual(endpoint.sender.exchange(), { kind: 'ended', requestId: 'b', outcome });
    assert.equal(endpoint.received.at(-1), undefined);
  });

  it('ends a request that is under way when the next one is sent', async () => {
    const endpoint = new Endpoint();
    const first = endpoint.sender.send(request);
    await endpoint.call(0);
    const second = endpoint.sender.send({ ...request, requestId: 'b' });
    assert.deepEqual(await first, { kind: 'cancelled' });
    (await endpoint.call(1)).answer(response('2'));
    const outcome: Outcome = await second;
    assert.equal(outcome.kind, 'answered');
    assert.deepEqual(endpoint.sender.exchange(), { kind: 'ended', requestId: 'b', outcome });
  });

  it('forgets everything with the endpoint', async () => {
    const endpoint = new Endpoint();
    const asked = endpoint.sender.send(request);
    (await endpoint.call(0)).answer(response('1'));
    await asked;
    endpoint.sender.reset();
    assert.deepEqual(endpoint.sender.exchange(), { kind: 'none' });
    assert.equal(endpoint.received.at(-1), undefined);
  });

  it('shows the model’s own words, white space and all', async () => {
    const endpoint = new Endpoint();
    const asked = endpoint.sender.send(request);
    (await endpoint.call(0)).fail(
      Object.assign(new Error('Received client error (415) from primary.'), {
        name: 'ModelError',
        OriginalStatusCode: 415,
        OriginalMessage: 'No:\n  text/csv only\n',
        LogStreamArn: 'arn:aws:logs:us-east-1:000000000000:log-group:x',
      }),
    );
    const outcome = await asked;
    assert.equal(outcome.kind, 'modelError');
    assert.equal(outcome.words, 'No:\n  text/csv only\n');
    assert.equal(outcome.reason, 'Unsupported Media Type');
    assert.match(outcome.hint ?? '', /sent as application\/json/);
  });

  it('sorts the headers by name', async () => {
    const endpoint = new Endpoint();
    const asked = endpoint.sender.send(request);
    (await endpoint.call(0)).answer(response('1'));
    const outcome = await asked;
    assert.deepEqual(outcome.kind === 'answered' && outcome.headers, [
      ['x-a', '1'],
      ['x-b', '2'],
    ]);
  });
});
