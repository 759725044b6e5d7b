import { checkShape, type TensorDescription, type TensorValue, tensorOfNested } from './tensors.ts';

/**
 * The tensors that `input` of code/inference.mjs asks for.
 * @throws Error that names the input and what is wrong with its feed
 */
export function feedsOfHandler(given: unknown, inputs: readonly TensorDescription[]): Record<string, TensorValue> {
  if (typeof given !== 'object' || given === null) {
    throw new Error('input() of code/inference.mjs did not return an object of feeds by name of input.');
  }
  const feeds = new Map(Object.entries(given));
  const values = inputs.map((input) => {
    if (feeds.has(input.name)) return [input.name, feedOf(feeds.get(input.name), input)] as const;
    const names = [...feeds.keys()].join(', ') || 'nothing';
    throw new Error(`input() of code/inference.mjs returned no feed for "${input.name}", but ${names}.`);
  });
  return Object.fromEntries(values);
}

function feedOf(feed: unknown, input: TensorDescription): TensorValue {
  if (!isTensorLike(feed)) return tensorOfNested(feed, input);
  checkShape(feed.dims, input);
  return { type: feed.type ?? input.type, data: feed.data, dims: feed.dims };
}

function isTensorLike(feed: unknown): feed is Omit<TensorValue, 'type'> & { type?: string } {
  return typeof feed === 'object' && feed !== null && 'data' in feed && 'dims' in feed && Array.isArray(feed.dims);
}
