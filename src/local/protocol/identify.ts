import { request } from 'node:http';
import * as v from 'valibot';
import type { OwnerState } from '../state/directoryLock.ts';
import type { ServiceDescription } from '../state/serviceDescription.ts';
import { signRequest } from './signature.ts';

/** The target's prefix for what only Local has. */
export const LOCAL_TARGET = 'SageMakerLocal';

/** Tells which start of the service answers. */
export const IDENTIFY_OPERATION = 'Identify';

/** The answer to Identify. */
export interface Identity {
  readonly ServiceId: string;
  readonly Stopping: boolean;
}

const identity = v.object({ ServiceId: v.string(), Stopping: v.boolean() });

const PROBE_TIMEOUT_MS = 3_000;
const MAX_ANSWER_BYTES = 4_096;

type ProbeAnswer =
  | { readonly kind: 'body'; readonly text: string }
  | { readonly kind: 'silent' }
  | { readonly kind: 'refused' };

/**
 * Asks whoever listens where a service once did for the proof that it is that very service; neither a reused process id nor a
 * reused port can pass for it. Never rejects.
 */
export async function probeService(owner: ServiceDescription): Promise<OwnerState> {
  const answer = await ask(owner).catch((): ProbeAnswer => ({ kind: 'refused' }));
  switch (answer.kind) {
    case 'body':
      return stateIn(answer.text, owner);
    case 'silent':
      // Listens but does not answer: suspended, or under a debugger.
      return processExists(owner.pid) ? 'serving' : 'gone';
    case 'refused':
      return 'gone';
  }
}

function stateIn(text: string, owner: ServiceDescription): OwnerState {
  try {
    const told = v.parse(identity, JSON.parse(text));
    if (told.ServiceId !== owner.serviceId) return 'gone';
    return told.Stopping ? 'stopping' : 'serving';
  } catch {
    return 'gone';
  }
}

async function ask(owner: ServiceDescription): Promise<ProbeAnswer> {
  const url = new URL(owner.url);
  const headers = await signRequest(
    { url, body: '{}', headers: { 'x-amz-target': `${LOCAL_TARGET}.${IDENTIFY_OPERATION}` } },
    owner,
    owner.region,
  );
  return await new Promise<ProbeAnswer>((resolve) => {
    const probe = request(url, { method: 'POST', headers, agent: false, timeout: PROBE_TIMEOUT_MS }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        if (text.length > MAX_ANSWER_BYTES) response.destroy();
      });
      response.on('close', () => resolve({ kind: 'body', text }));
      response.on('error', () => undefined);
    });
    const timer = setTimeout(() => resolve({ kind: 'silent' }), PROBE_TIMEOUT_MS);
    probe.on('error', () => resolve({ kind: 'refused' }));
    probe.on('close', () => clearTimeout(timer));
    probe.on('timeout', () => {
      resolve({ kind: 'silent' });
      probe.destroy();
    });
    probe.end('{}');
  });
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
