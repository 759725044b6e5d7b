import type { Hosting, ResourceKind, ResourceSummary } from './hosting.ts';

/** The newest resources of a kind. */
export interface NewestOfKind {
  readonly items: readonly ResourceSummary[];
  /** False where there are more. */
  readonly isComplete: boolean;
}

/**
 * Lists page by page.
 * @param most resources
 */
export async function listNewest(
  hosting: Pick<Hosting, 'list'>,
  kind: ResourceKind,
  most: number,
  signal: AbortSignal,
): Promise<NewestOfKind> {
  const items: ResourceSummary[] = [];
  let nextToken: string | undefined;
  do {
    const page = await hosting.list(kind, { signal, ...(nextToken === undefined ? {} : { nextToken }) });
    items.push(...page.items);
    nextToken = page.nextToken;
  } while (nextToken !== undefined && items.length < most);
  return { items: items.slice(0, most), isComplete: nextToken === undefined && items.length <= most };
}
