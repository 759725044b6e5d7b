// Prints the time from CreateEndpoint to InService with the sample's model: unpacked for the first time, and again.

import { setTimeout as delay } from 'node:timers/promises';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DescribeEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { urlOf } from '../local/containerHarness.ts';
import { startService, type TestService } from '../local/service.ts';
import { latencies, report } from './measure.ts';

const artifact = 'examples/language-id/artifacts/lande-fp32.tar.gz';
const runs = 10;

const service = await startService();
try {
  await prepare(service);
  const first = await timeUntilInService(service, 'first');
  report('CreateEndpoint → InService, first time', latencies([first]));
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) times.push(await timeUntilInService(service, `again-${run}`));
  report(`CreateEndpoint → InService, ${runs} times more`, latencies(times));
} finally {
  await service.stop();
}

async function prepare({ sagemaker }: TestService): Promise<void> {
  await sagemaker.send(
    new CreateModelCommand({
      ModelName: 'lande',
      PrimaryContainer: { Image: 'local/onnx', ModelDataUrl: urlOf(artifact) },
    }),
  );
  await sagemaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: 'lande',
      ProductionVariants: [
        { VariantName: 'fp32', ModelName: 'lande', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 },
      ],
    }),
  );
}

/** In milliseconds, as a client sees it that asks every 10 ms. */
async function timeUntilInService({ sagemaker }: TestService, name: string): Promise<number> {
  const start = performance.now();
  await sagemaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: 'lande' }));
  for (;;) {
    const { EndpointStatus, FailureReason } = await sagemaker.send(new DescribeEndpointCommand({ EndpointName: name }));
    if (EndpointStatus === 'InService') return performance.now() - start;
    if (EndpointStatus === 'Failed') throw new Error(FailureReason);
    await delay(10);
  }
}
