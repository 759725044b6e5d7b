import {
  CreateEndpointCommand,
  type CreateEndpointCommandInput,
  CreateEndpointConfigCommand,
  type CreateEndpointConfigCommandInput,
  CreateModelCommand,
  type CreateModelCommandInput,
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  ListEndpointConfigsCommand,
  ListEndpointsCommand,
  ListModelsCommand,
  type SageMakerClient,
  UpdateEndpointCommand,
  type UpdateEndpointCommandInput,
  UpdateEndpointWeightsAndCapacitiesCommand,
  type UpdateEndpointWeightsAndCapacitiesCommandInput,
} from '@aws-sdk/client-sagemaker';
import {
  InvokeEndpointCommand,
  type InvokeEndpointCommandOutput,
  type SageMakerRuntimeClient,
} from '@aws-sdk/client-sagemaker-runtime';
import type { InvokeRequest, InvokeResponse, ListOptions, ResourceKind, ResourcePage } from './hosting.ts';
import type { Clients } from './sdk.ts';

// Heavy: import() it on first use.

type Signal = AbortSignal | undefined;

/** Milliseconds for an answer that only tells something: a place that does not answer is to be known soon. */
const READ_TIMEOUT_MS = 5_000;

function reading(abortSignal: Signal) {
  return { abortSignal, requestTimeout: READ_TIMEOUT_MS };
}

/** One call of the SDK for every method of Hosting. */
export const operations = {
  list: ({ control }: Clients, kind: ResourceKind, options: ListOptions) => list(control, kind, options),
  describeEndpoint: ({ control }: Clients, name: string, abortSignal: Signal) =>
    control.send(new DescribeEndpointCommand({ EndpointName: name }), reading(abortSignal)),
  describeEndpointConfig: ({ control }: Clients, name: string, abortSignal: Signal) =>
    control.send(new DescribeEndpointConfigCommand({ EndpointConfigName: name }), reading(abortSignal)),
  describeModel: ({ control }: Clients, name: string, abortSignal: Signal) =>
    control.send(new DescribeModelCommand({ ModelName: name }), reading(abortSignal)),
  createModel: ({ control }: Clients, input: CreateModelCommandInput, abortSignal: Signal) =>
    control.send(new CreateModelCommand(input), { abortSignal }),
  createEndpointConfig: ({ control }: Clients, input: CreateEndpointConfigCommandInput, abortSignal: Signal) =>
    control.send(new CreateEndpointConfigCommand(input), { abortSignal }),
  createEndpoint: ({ control }: Clients, input: CreateEndpointCommandInput, abortSignal: Signal) =>
    control.send(new CreateEndpointCommand(input), { abortSignal }),
  updateEndpoint: ({ control }: Clients, input: UpdateEndpointCommandInput) =>
    control.send(new UpdateEndpointCommand(input)),
  updateWeightsAndCapacities: ({ control }: Clients, input: UpdateEndpointWeightsAndCapacitiesCommandInput) =>
    control.send(new UpdateEndpointWeightsAndCapacitiesCommand(input)),
  delete: ({ control }: Clients, kind: ResourceKind, name: string) => deleteResource(control, kind, name),
  invoke: ({ runtime }: Clients, request: InvokeRequest, signal: Signal) => invoke(runtime, request, signal),
};

/** One page of a list, newest first. */
async function list(control: SageMakerClient, kind: ResourceKind, options: ListOptions): Promise<ResourcePage> {
  const { signal } = options;
  const input = {
    MaxResults: options.maxResults ?? 100,
    NextToken: options.nextToken,
    NameContains: options.nameContains,
    SortBy: 'CreationTime',
    SortOrder: 'Descending',
  } as const;
  const send = reading(signal);
  switch (kind) {
    case 'endpoint': {
      const { Endpoints = [], NextToken } = await control.send(new ListEndpointsCommand(input), send);
      const items = Endpoints.map((entry) => ({
        ...summary(kind, entry.EndpointName, entry.EndpointArn, entry.CreationTime),
        lastModifiedTime: entry.LastModifiedTime,
        status: entry.EndpointStatus,
      }));
      return page(items, NextToken);
    }
    case 'endpointConfig': {
      const sorted = { ...input, SortOrder: 'Descending' } as const;
      const { EndpointConfigs = [], NextToken } = await control.send(new ListEndpointConfigsCommand(sorted), send);
      return page(
        EndpointConfigs.map((entry) =>
          summary(kind, entry.EndpointConfigName, entry.EndpointConfigArn, entry.CreationTime),
        ),
        NextToken,
      );
    }
    case 'model': {
      const { Models = [], NextToken } = await control.send(new ListModelsCommand(input), send);
      return page(
        Models.map((entry) => summary(kind, entry.ModelName, entry.ModelArn, entry.CreationTime)),
        NextToken,
      );
    }
  }
}

/** Deletes one resource. */
async function deleteResource(control: SageMakerClient, kind: ResourceKind, name: string): Promise<void> {
  switch (kind) {
    case 'endpoint':
      await control.send(new DeleteEndpointCommand({ EndpointName: name }));
      return;
    case 'endpointConfig':
      await control.send(new DeleteEndpointConfigCommand({ EndpointConfigName: name }));
      return;
    case 'model':
      await control.send(new DeleteModelCommand({ ModelName: name }));
      return;
  }
}

/** Invokes an endpoint and tells what came over the wire. Nothing is retried. */
async function invoke(
  runtime: SageMakerRuntimeClient,
  request: InvokeRequest,
  signal: AbortSignal | undefined,
): Promise<InvokeResponse> {
  const command = new InvokeEndpointCommand({
    EndpointName: request.endpointName,
    Body: request.body,
    ContentType: request.contentType,
    Accept: request.accept,
    TargetVariant: request.targetVariant,
    CustomAttributes: request.customAttributes,
    InferenceId: request.inferenceId,
  });
  let headers: Readonly<Record<string, string>> = {};
  let latencyMs = 0;
  // Last of its step: after signing, around sending and reading, so that neither credentials nor loading count.
  command.middlewareStack.add(
    (next) => async (args) => {
      const sent = performance.now();
      const result = await next(args);
      latencyMs = performance.now() - sent;
      headers = headersOf(result.response);
      return result;
    },
    { step: 'finalizeRequest', priority: 'low', name: 'readWire' },
  );
  const output = await runtime.send(command, { abortSignal: signal });
  return invokeResponse(output, headers, latencyMs);
}

function invokeResponse(
  output: InvokeEndpointCommandOutput,
  headers: Readonly<Record<string, string>>,
  latencyMs: number,
): InvokeResponse {
  return {
    status: output.$metadata.httpStatusCode ?? 200,
    headers,
    body: output.Body ?? new Uint8Array(),
    contentType: output.ContentType ?? '',
    ...(output.InvokedProductionVariant === undefined
      ? {}
      : { invokedProductionVariant: output.InvokedProductionVariant }),
    latencyMs,
  };
}

function summary<TKind extends ResourceKind>(
  kind: TKind,
  name: string | undefined,
  arn: string | undefined,
  creationTime: Date | undefined,
) {
  return { kind, name: name ?? '', arn: arn ?? '', creationTime: creationTime ?? new Date(0) };
}

function page(items: ResourcePage['items'], nextToken: string | undefined): ResourcePage {
  return nextToken === undefined ? { items } : { items, nextToken };
}

function headersOf(response: unknown): Readonly<Record<string, string>> {
  if (typeof response !== 'object' || response === null || !('headers' in response)) return {};
  const { headers } = response;
  return typeof headers === 'object' && headers !== null ? { ...headers } : {};
}
