import type { EndpointTarget } from './messages.ts';

/** The endpoint of a draft that VS Code kept across a reload; undefined where the draft is none of ours. */
export function draftTarget(draft: unknown): EndpointTarget | undefined {
  if (typeof draft !== 'object' || draft === null || !('target' in draft)) return undefined;
  const { target } = draft;
  if (typeof target !== 'object' || target === null || !('connectionId' in target) || !('name' in target)) {
    return undefined;
  }
  const { connectionId, name } = target;
  return typeof connectionId === 'string' && typeof name === 'string' ? { connectionId, name } : undefined;
}
