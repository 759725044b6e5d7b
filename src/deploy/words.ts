import type { MadeResource } from '../hosting/deployment.ts';
import type { ResourceKind } from '../hosting/hosting.ts';

/** The kinds of resources as they are called in a sentence. */
export const kindWords: Readonly<Record<ResourceKind, string>> = {
  endpoint: 'endpoint',
  endpointConfig: 'endpoint configuration',
  model: 'model',
};

/** A resource as it is called in a sentence: `endpoint language-id`. */
export function resourceWords({ kind, name }: MadeResource): string {
  return `${kindWords[kind]} ${name}`;
}

/** Several things in a sentence: `a, b and c`. */
export function listWords(things: readonly string[]): string {
  if (things.length < 2) return things.join('');
  return `${things.slice(0, -1).join(', ')} and ${things.at(-1)}`;
}

/** A count with its noun: `1 instance`, `2 instances`. */
export function countWords(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
