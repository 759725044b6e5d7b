import type { DescribeEndpointCommandOutput } from '@aws-sdk/client-sagemaker';
import type { Hosting } from './hosting.ts';
import { pause } from './pause.ts';
import type { Polling } from './polling.ts';
import { explain, isPassing } from './problems.ts';

/** Looks in a row that may go wrong before it counts. */
const PATIENCE = 10;

/**
 * Describes an endpoint that is being waited for: what may take many minutes must not end because the network was gone for one
 * look, or because Local was just being started again.
 * @throws the last error when the trouble lasts or cannot pass by itself, and the signal's reason when aborted
 */
export async function describePatiently(
  hosting: Hosting,
  name: string,
  { signal, intervalMs }: Polling & { readonly signal: AbortSignal },
): Promise<DescribeEndpointCommandOutput> {
  for (let looksLeft = PATIENCE; ; looksLeft -= 1) {
    signal.throwIfAborted();
    try {
      return await hosting.describeEndpoint(name, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (looksLeft === 1 || !isPassing(explain(error))) throw error;
    }
    await pause(intervalMs, signal);
  }
}
