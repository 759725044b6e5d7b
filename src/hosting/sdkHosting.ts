import type {
  CreateEndpointCommandInput,
  CreateEndpointConfigCommandInput,
  CreateModelCommandInput,
  DescribeEndpointCommandOutput,
  DescribeEndpointConfigCommandOutput,
  DescribeModelCommandOutput,
  UpdateEndpointCommandInput,
  UpdateEndpointWeightsAndCapacitiesCommandInput,
} from '@aws-sdk/client-sagemaker';
import type { Hosting, InvokeRequest, InvokeResponse, ListOptions, ResourceKind, ResourcePage } from './hosting.ts';
import type { Clients } from './sdk.ts';

/** Where SdkHosting has its clients from. */
export interface ClientSource {
  /** The clients that hold now; made at the first call. */
  clients(): Promise<Clients>;
  /**
   * Is told of every failed call, to forget what no longer holds.
   * @returns whether the same call, which did not reach the service, is worth one more try
   */
  failed(error: unknown): Promise<boolean>;
}

type Operations = typeof import('./sdkOperations.ts').operations;

/** Hosting through the AWS SDK, which is loaded at the first call. */
export class SdkHosting implements Hosting {
  private readonly source: ClientSource;
  private readonly changed: (kind: ResourceKind, name: string) => void;

  /** @param changed is called after every call that created, changed or deleted something */
  constructor(source: ClientSource, changed: (kind: ResourceKind, name: string) => void) {
    this.source = source;
    this.changed = changed;
  }

  list(kind: ResourceKind, options: ListOptions = {}): Promise<ResourcePage> {
    return this.call(options.signal, (sdk, clients) => sdk.list(clients, kind, options));
  }

  describeEndpoint(name: string, signal?: AbortSignal): Promise<DescribeEndpointCommandOutput> {
    return this.call(signal, (sdk, clients) => sdk.describeEndpoint(clients, name, signal));
  }

  describeEndpointConfig(name: string, signal?: AbortSignal): Promise<DescribeEndpointConfigCommandOutput> {
    return this.call(signal, (sdk, clients) => sdk.describeEndpointConfig(clients, name, signal));
  }

  describeModel(name: string, signal?: AbortSignal): Promise<DescribeModelCommandOutput> {
    return this.call(signal, (sdk, clients) => sdk.describeModel(clients, name, signal));
  }

  createModel(input: CreateModelCommandInput, signal?: AbortSignal): Promise<string> {
    return this.change('model', input.ModelName, signal, async (sdk, clients) => {
      const { ModelArn = '' } = await sdk.createModel(clients, input, signal);
      return ModelArn;
    });
  }

  createEndpointConfig(input: CreateEndpointConfigCommandInput, signal?: AbortSignal): Promise<string> {
    return this.change('endpointConfig', input.EndpointConfigName, signal, async (sdk, clients) => {
      const { EndpointConfigArn = '' } = await sdk.createEndpointConfig(clients, input, signal);
      return EndpointConfigArn;
    });
  }

  createEndpoint(input: CreateEndpointCommandInput, signal?: AbortSignal): Promise<string> {
    return this.change('endpoint', input.EndpointName, signal, async (sdk, clients) => {
      const { EndpointArn = '' } = await sdk.createEndpoint(clients, input, signal);
      return EndpointArn;
    });
  }

  updateEndpoint(input: UpdateEndpointCommandInput): Promise<void> {
    return this.change('endpoint', input.EndpointName, undefined, async (sdk, clients) => {
      await sdk.updateEndpoint(clients, input);
    });
  }

  updateWeightsAndCapacities(input: UpdateEndpointWeightsAndCapacitiesCommandInput): Promise<void> {
    return this.change('endpoint', input.EndpointName, undefined, async (sdk, clients) => {
      await sdk.updateWeightsAndCapacities(clients, input);
    });
  }

  delete(kind: ResourceKind, name: string): Promise<void> {
    return this.change(kind, name, undefined, (sdk, clients) => sdk.delete(clients, kind, name));
  }

  invoke(request: InvokeRequest, signal?: AbortSignal): Promise<InvokeResponse> {
    return this.call(signal, (sdk, clients) => sdk.invoke(clients, request, signal));
  }

  private async change<T>(
    kind: ResourceKind,
    name: string | undefined,
    signal: AbortSignal | undefined,
    run: (sdk: Operations, clients: Clients) => Promise<T>,
  ): Promise<T> {
    const result = await this.call(signal, run);
    if (name !== undefined) this.changed(kind, name);
    return result;
  }

  private async call<T>(
    signal: AbortSignal | undefined,
    run: (sdk: Operations, clients: Clients) => Promise<T>,
  ): Promise<T> {
    const { operations } = await import('./sdkOperations.ts');
    const attempt = async () => {
      const clients = await unlessAborted(this.source.clients(), signal);
      return run(operations, clients);
    };
    try {
      return await attempt();
    } catch (error) {
      if (await this.source.failed(error)) return attempt();
      throw error;
    }
  }
}

/** Clients may wait for the local service to start or for an MFA code: a cancelled call need not. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
