import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DescribeEndpointCommand,
  type DescribeEndpointCommandOutput,
  type ProductionVariant,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, type SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';

/** A program that follows the container contract and answers with its `LABEL`. */
export const labelledModel = {
  Image: 'local/node',
  ModelDataUrl: pathToFileURL(resolve('test/local/fixtures/fleet')).href,
};

/** Makes a model that answers with `name` as its label. */
export async function createModel(sagemaker: SageMakerClient, name: string): Promise<string> {
  const { ModelArn = '' } = await sagemaker.send(
    new CreateModelCommand({ ModelName: name, PrimaryContainer: { ...labelledModel, Environment: { LABEL: name } } }),
  );
  return ModelArn;
}

/** A variant with one instance of a model. */
export function variantOf(name: string, model: string, more: Partial<ProductionVariant> = {}): ProductionVariant {
  return { VariantName: name, ModelName: model, InstanceType: 'ml.m5.large', InitialInstanceCount: 1, ...more };
}

/** Makes a configuration of models that exist. */
export async function createConfig(sagemaker: SageMakerClient, name: string, ...variants: ProductionVariant[]) {
  const { EndpointConfigArn = '' } = await sagemaker.send(
    new CreateEndpointConfigCommand({ EndpointConfigName: name, ProductionVariants: variants }),
  );
  return EndpointConfigArn;
}

/** Makes an endpoint and waits until it serves. */
export async function createEndpoint(sagemaker: SageMakerClient, name: string, config: string): Promise<void> {
  await sagemaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: config }));
  await untilStatus(sagemaker, name, 'InService');
}

/** Waits until an endpoint has a status; fails at once when it has Failed instead. */
export async function untilStatus(
  sagemaker: SageMakerClient,
  name: string,
  status: string,
): Promise<DescribeEndpointCommandOutput> {
  return await until(async () => {
    const found = await sagemaker.send(new DescribeEndpointCommand({ EndpointName: name }));
    if (found.EndpointStatus === status) return found;
    assert.notEqual(found.EndpointStatus, 'Failed', found.FailureReason);
    return undefined;
  });
}

/** Waits until `look` gives something. The test's own time limit ends the wait. */
export async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await pause(20);
  }
}

/** The label of the model that answered. */
export async function labelFrom(runtime: SageMakerRuntimeClient, endpoint: string): Promise<string> {
  const { Body } = await runtime.send(new InvokeEndpointCommand({ EndpointName: endpoint, Body: '{}' }));
  return JSON.parse(Body.transformToString()).label;
}

/** What the service refuses a request with. */
export async function refusalOf(request: Promise<unknown>): Promise<{ name: string; message: string; status: number }> {
  try {
    await request;
  } catch (error) {
    assert.ok(error instanceof Error, String(error));
    const { httpStatusCode = 0 } = (error as Error & { $metadata?: { httpStatusCode?: number } }).$metadata ?? {};
    return { name: error.name, message: error.message, status: httpStatusCode };
  }
  return assert.fail('The request was not refused.');
}
