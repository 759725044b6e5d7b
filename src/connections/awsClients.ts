import { fromIni, fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';
import { type Clients, createClients } from '../hosting/sdk.ts';
import type { AwsConnection } from './connection.ts';

// Heavy: import() it on first use.

/** Asks the person for the code of their MFA device. */
export type AskMfaCode = (serialNumber: string) => Promise<string>;

type CredentialProvider = ReturnType<typeof fromNodeProviderChain>;

const CREDENTIAL_TIMEOUTS = { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true };

/** Milliseconds before their end at which credentials are fetched anew. */
const REFRESH_AHEAD_MS = 5 * 60_000;

/**
 * The clients of an AWS connection. Reads the AWS configuration as it is now, past the SDK's cache of it, so that a sign-in or an
 * edit made elsewhere counts.
 */
export async function createAwsClients(connection: AwsConnection, askMfaCode: AskMfaCode): Promise<Clients> {
  await loadSharedConfigFiles({ ignoreCache: true });
  const { profile, region, endpointUrl } = connection;
  return createClients({
    region,
    credentials: remembered(providerOf(profile, askMfaCode)),
    ...(endpointUrl === undefined ? {} : { endpointUrl }),
    ...(profile === undefined ? {} : { profile }),
  });
}

/** A named profile stands for itself: where it gives no credentials, the machine's own are not used in its stead. */
function providerOf(profile: string | undefined, askMfaCode: AskMfaCode): CredentialProvider {
  const init = {
    ignoreCache: true,
    mfaCodeProvider: askMfaCode,
    clientConfig: { requestHandler: CREDENTIAL_TIMEOUTS, maxAttempts: 2 },
  };
  return profile === undefined ? fromNodeProviderChain(init) : fromIni({ ...init, profile });
}

/** Shares one set of credentials among both clients, so that an MFA code is asked for once. */
function remembered(provider: CredentialProvider): CredentialProvider {
  let current: ReturnType<CredentialProvider> | undefined;
  let expiresAt = Number.POSITIVE_INFINITY;
  return (options) => {
    if (current !== undefined && Date.now() < expiresAt - REFRESH_AHEAD_MS) return current;
    const fetched = provider(options);
    current = fetched;
    expiresAt = Number.POSITIVE_INFINITY;
    fetched.then(
      ({ expiration }) => {
        expiresAt = expiration?.getTime() ?? Number.POSITIVE_INFINITY;
      },
      () => {
        if (current === fetched) current = undefined;
      },
    );
    return fetched;
  };
}
