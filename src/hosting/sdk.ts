import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient, type SageMakerRuntimeClientConfig } from '@aws-sdk/client-sagemaker-runtime';
import { INVOCATION_TIMEOUT_MS } from '../api/runtime.ts';

// Heavy: import() it on first use.

/** Control plane and runtime of one identity at one place. */
export interface Clients {
  readonly control: SageMakerClient;
  readonly runtime: SageMakerRuntimeClient;
}

/** Who calls, and where. */
export interface ClientOptions {
  readonly region: string;
  readonly credentials: NonNullable<SageMakerRuntimeClientConfig['credentials']>;
  /** A custom endpoint for control plane and runtime alike; undefined means AWS's own. */
  readonly endpointUrl?: string;
  /** The profile whose other settings count, such as `use_fips_endpoint`. */
  readonly profile?: string;
}

const CONNECTION_TIMEOUT_MS = 3_000;
const CONTROL_TIMEOUT_MS = 20_000;
const APP_ID = 'sagemaker-hosting-vscode';

/** Makes both clients. Asks nothing of the network. */
export function createClients({ region, credentials, endpointUrl, profile }: ClientOptions): Clients {
  const shared = {
    region,
    credentials,
    userAgentAppId: APP_ID,
    retryMode: 'standard',
    ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl }),
    ...(profile === undefined ? {} : { profile }),
  };
  return {
    control: new SageMakerClient({ ...shared, maxAttempts: 2, requestHandler: handlerOptions(CONTROL_TIMEOUT_MS) }),
    // One attempt: a person wants to see what the endpoint answered, and a model need not be idempotent.
    runtime: new SageMakerRuntimeClient({
      ...shared,
      maxAttempts: 1,
      requestHandler: handlerOptions(INVOCATION_TIMEOUT_MS + 10_000),
    }),
  };
}

function handlerOptions(requestTimeout: number) {
  return { connectionTimeout: CONNECTION_TIMEOUT_MS, requestTimeout, throwOnRequestTimeout: true };
}
