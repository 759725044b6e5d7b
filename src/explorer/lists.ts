import type { ResourcePage, ResourceSummary } from '../hosting/hosting.ts';
import type { Problem } from '../hosting/problem.ts';

/** The part of a list that has been fetched. */
export interface Listing {
  readonly items: readonly ResourceSummary[];
  readonly pages: number;
  /** Present where there is more. */
  readonly nextToken?: string;
  /** Why the next page could not be had. */
  readonly moreProblem?: Problem;
}

/** How a list stands. What was known before an error is not shown after it. */
export type ListState =
  | { readonly kind: 'unloaded' }
  | { readonly kind: 'loading'; readonly before?: Listing }
  | { readonly kind: 'loaded'; readonly listing: Listing }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** The entries that a state shows. */
export function listingOf(state: ListState): Listing | undefined {
  if (state.kind === 'loaded') return state.listing;
  return state.kind === 'loading' ? state.before : undefined;
}

/** A list with another page behind what is there. */
export function withPage(before: Listing | undefined, page: ResourcePage): Listing {
  const known = new Set(before?.items.map(({ name }) => name));
  return {
    items: [...(before?.items ?? []), ...page.items.filter(({ name }) => !known.has(name))],
    pages: (before?.pages ?? 0) + 1,
    ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }),
  };
}

/** A list in which an entry is as it was just seen; a new one comes first, as the newest. */
export function withItem(listing: Listing, item: ResourceSummary): Listing {
  const found = listing.items.some(({ name }) => name === item.name);
  const items = found
    ? listing.items.map((each) => (each.name === item.name ? { ...each, ...item } : each))
    : [item, ...listing.items];
  return { ...listing, items };
}

/** A list without an entry that is gone. */
export function withoutItem(listing: Listing, name: string): Listing {
  return { ...listing, items: listing.items.filter((item) => item.name !== name) };
}

/** How many there are, as far as is known: `3`, `100+`. */
export function countText({ items, nextToken }: Listing): string {
  return nextToken === undefined ? String(items.length) : `${items.length}+`;
}
