import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PAYLOAD_LIMIT_BYTES } from '../../src/api/runtime.ts';
import { until } from './containerHarness.ts';
import { deployment, FleetHarness, variant } from './fleetHarness.ts';

describe('an invocation', () => {
  let harness: FleetHarness;
  before(async () => {
    harness = await FleetHarness.create({ invocationTimeoutMs: 400 });
    await harness.serve('shop', deployment('one', variant('A')));
  });
  after(() => harness.dispose());

  it('hands the request’s headers to the model and the model’s custom attributes back', async () => {
    const headers = {
      'x-amzn-sagemaker-custom-attributes': 'tenant=7',
      'x-amzn-sagemaker-inference-id': 'abc',
      'x-amzn-sagemaker-target-variant': 'A',
    };
    const result = await harness.fleets.invoke({
      endpointName: 'shop',
      body: Buffer.from('{"headers": true, "custom": "trace=9"}'),
      contentType: 'application/json',
      accept: 'text/csv',
      headers,
      signal: new AbortController().signal,
    });
    const seen = JSON.parse(Buffer.from(result.body).toString()).headers;
    assert.equal(seen['content-type'], 'application/json');
    assert.equal(seen.accept, 'text/csv');
    assert.equal(seen['x-amzn-sagemaker-custom-attributes'], 'tenant=7');
    assert.equal(seen['x-amzn-sagemaker-inference-id'], 'abc');
    assert.equal(seen['x-amzn-sagemaker-target-variant'], undefined);
    assert.equal(result.customAttributes, 'trace=9');
    assert.equal(result.contentType, 'application/json');
    assert.equal(result.invokedProductionVariant, 'A');
  });

  it('tells a model’s refusal in the model’s own words', async () => {
    await assert.rejects(harness.invoke('shop', { status: 415, say: '{"error":"CSV only"}' }), {
      name: 'ModelError',
      status: 424,
      message:
        /^Received client error \(415\) from primary with message "\{"error":"CSV only"\}"\. See .*\/logs\/shop\/A\/i-\w+\.log for more/,
      details: {
        OriginalStatusCode: 415,
        OriginalMessage: '{"error":"CSV only"}',
        LogStreamArn: 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/sagemaker/Endpoints/shop',
      },
    });
  });

  it('tells a model’s exception, however long it is', async () => {
    await assert.rejects(harness.invoke('shop', { status: 500, say: 'x'.repeat(100_000) }), (error: Error) => {
      assert.match(error.message, /^Received server error \(500\) from primary with message "x{2047}…"/);
      return true;
    });
  });

  it('times out as SageMaker words it, and cancels the model’s work', async () => {
    await assert.rejects(harness.invoke('shop', { sleep: 5_000 }), {
      name: 'ModelError',
      message:
        /^Received server error \(0\) from primary with message "Your invocation timed out while waiting for a response from container primary\./,
    });
    await until(async () => /the caller went away/.test(await logOf(harness)));
  });

  it('is cancelled at the model when the caller cancels it', async () => {
    const before = (await logOf(harness)).split('the caller went away').length;
    const cancelling = new AbortController();
    const invocation = harness.invoke('shop', { sleep: 5_000 }, { signal: cancelling.signal });
    setImmediate(() => cancelling.abort(new Error('enough')));
    await assert.rejects(invocation, /enough/);
    await assert.rejects(harness.invoke('shop', {}, { signal: AbortSignal.abort(new Error('before')) }), /before/);
    await until(async () => (await logOf(harness)).split('the caller went away').length > before);
  });

  it('is a ModelError when the connection ends within the answer', async () => {
    await assert.rejects(harness.invoke('shop', { cut: true }), {
      name: 'ModelError',
      message: /ended before its response was complete/,
    });
  });

  it('may bring back as much as a payload may be, and no more', async () => {
    const most = await harness.invoke('shop', { size: PAYLOAD_LIMIT_BYTES });
    assert.equal(most.body.length, PAYLOAD_LIMIT_BYTES);
    await assert.rejects(harness.invoke('shop', { size: PAYLOAD_LIMIT_BYTES + 1 }), {
      name: 'ModelError',
      message: /larger than 26214400 bytes/,
    });
  });

  it('to an endpoint that is not there is told so', async () => {
    await assert.rejects(harness.invoke('nowhere'), {
      name: 'ValidationError',
      status: 400,
      message: 'Endpoint nowhere of account 000000000000 not found.',
    });
  });
});

async function logOf(harness: FleetHarness): Promise<string> {
  const folder = join(harness.directory, 'logs/shop/A');
  const texts = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')));
  return texts.join('');
}
