// Prints what an invocation costs: the instance asked directly, through the router, and through the service with AWS's client.
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  waitUntilEndpointInService,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { Pool } from 'undici';
import { urlOf } from '../local/containerHarness.ts';
import { deployment, FleetHarness, variant } from '../local/fleetHarness.ts';
import { startService } from '../local/service.ts';
import { latenciesOf, report } from './measure.ts';

const runs = 5_000;
const body = Buffer.from('{"text":"Wo ist der Bahnhof?"}');
const name = 'bench';

await throughRouter();
await throughService();

async function throughRouter(): Promise<void> {
  const harness = await FleetHarness.create();
  try {
    await harness.serve(name, deployment('one', variant('A')));
    const { signal } = new AbortController();
    const invoke = () =>
      harness.fleets.invoke({ endpointName: name, body, contentType: 'application/json', headers: {}, signal });
    const { headers } = JSON.parse(Buffer.from((await harness.invoke(name, { headers: true })).body).toString());
    const instance = new Pool(`http://${headers.host}`);
    report('instance asked directly', await latenciesOf(runs, () => askDirectly(instance)));
    report('through the router: invoke()', await latenciesOf(runs, invoke));
    await instance.close();
  } finally {
    await harness.dispose();
  }
}

async function askDirectly(instance: Pool): Promise<void> {
  const answer = await instance.request({
    method: 'POST',
    path: '/invocations',
    headers: { 'content-type': 'application/json' },
    body,
  });
  await answer.body.arrayBuffer();
}

async function throughService(): Promise<void> {
  const service = await startService();
  const { sagemaker, runtime } = service;
  try {
    await sagemaker.send(
      new CreateModelCommand({
        ModelName: name,
        PrimaryContainer: { Image: 'local/node', ModelDataUrl: urlOf('test/local/fixtures/fleet') },
      }),
    );
    await sagemaker.send(
      new CreateEndpointConfigCommand({
        EndpointConfigName: name,
        ProductionVariants: [
          { VariantName: 'A', ModelName: name, InstanceType: 'ml.m5.large', InitialInstanceCount: 1 },
        ],
      }),
    );
    await sagemaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
    await waitUntilEndpointInService(
      { client: sagemaker, maxWaitTime: 60, minDelay: 1, maxDelay: 1 },
      { EndpointName: name },
    );
    const invoke = () =>
      runtime.send(new InvokeEndpointCommand({ EndpointName: name, Body: body, ContentType: 'application/json' }));
    report('through the service, with AWS’s client', await latenciesOf(runs, invoke));
  } finally {
    await service.stop();
  }
}
