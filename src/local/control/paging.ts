import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { MAX_RESULTS } from '../../api/lists.ts';
import { validationException } from '../protocol/serviceError.ts';

/** What every list input may hold. Times are epoch seconds. */
export interface ListQuery {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
  readonly NameContains?: string | undefined;
  readonly CreationTimeAfter?: number | undefined;
  readonly CreationTimeBefore?: number | undefined;
  readonly LastModifiedTimeAfter?: number | undefined;
  readonly LastModifiedTimeBefore?: number | undefined;
  readonly StatusEquals?: string | undefined;
  readonly SortBy?: 'Name' | 'CreationTime' | 'Status' | undefined;
  readonly SortOrder?: 'Ascending' | 'Descending' | undefined;
}

/** What lists filter and sort by. */
export interface Listed {
  readonly name: string;
  readonly creationTime: number;
  readonly lastModifiedTime?: number;
  readonly status?: string;
}

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken?: string;
}

/** Where an item stands in the order: what it is sorted by, then its name, as that is unique. */
type Position = readonly [number | string, string];

const tokenContent = v.tuple([v.string(), v.union([v.number(), v.string()]), v.string()]);

/**
 * One page of the items that match, newest first unless the query says otherwise. A token names the last item that was given and
 * not a number of items, so pages neither skip nor repeat an item when others come and go between them.
 * @throws ServiceError ValidationException when the token is none of this list's
 */
export function listPage<T extends Listed>(items: readonly T[], query: ListQuery): Page<T> {
  const sortBy = query.SortBy ?? 'CreationTime';
  const direction = query.SortOrder === 'Ascending' ? 1 : -1;
  const inOrder = (a: Position, b: Position) => direction * comparePositions(a, b);
  const last = query.NextToken === undefined ? undefined : readToken(query.NextToken, query);
  const remaining = items
    .filter((item) => matches(item, query))
    .map((item) => ({ item, position: positionOf(item, sortBy) }))
    .filter(({ position }) => last === undefined || inOrder(position, last) > 0)
    .sort((a, b) => inOrder(a.position, b.position));
  const page = remaining.slice(0, query.MaxResults ?? MAX_RESULTS);
  const end = page.at(-1);
  return {
    items: page.map(({ item }) => item),
    ...(end && page.length < remaining.length && { nextToken: makeToken(end.position, query) }),
  };
}

function matches(item: Listed, query: ListQuery): boolean {
  const { name, creationTime, lastModifiedTime = creationTime, status } = item;
  return (
    name.includes(query.NameContains ?? '') &&
    creationTime >= (query.CreationTimeAfter ?? Number.NEGATIVE_INFINITY) &&
    creationTime < (query.CreationTimeBefore ?? Number.POSITIVE_INFINITY) &&
    lastModifiedTime >= (query.LastModifiedTimeAfter ?? Number.NEGATIVE_INFINITY) &&
    lastModifiedTime < (query.LastModifiedTimeBefore ?? Number.POSITIVE_INFINITY) &&
    (query.StatusEquals === undefined || status === query.StatusEquals)
  );
}

function positionOf(item: Listed, sortBy: 'Name' | 'CreationTime' | 'Status'): Position {
  switch (sortBy) {
    case 'Name':
      return [item.name, item.name];
    case 'CreationTime':
      return [item.creationTime, item.name];
    case 'Status':
      return [item.status ?? '', item.name];
  }
}

function comparePositions(a: Position, b: Position): number {
  return compare(a[0], b[0]) || compare(a[1], b[1]);
}

function compare(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function makeToken([value, name]: Position, query: ListQuery): string {
  return Buffer.from(JSON.stringify([fingerprintOf(query), value, name])).toString('base64url');
}

function readToken(token: string, query: ListQuery): Position {
  try {
    const [fingerprint, value, name] = v.parse(tokenContent, JSON.parse(Buffer.from(token, 'base64url').toString()));
    const valueIsNumber = (query.SortBy ?? 'CreationTime') === 'CreationTime';
    if (fingerprint === fingerprintOf(query) && (typeof value === 'number') === valueIsNumber) return [value, name];
  } catch (cause) {
    throw invalidToken(cause);
  }
  throw invalidToken();
}

/** A token goes with the filters and the order it was made for; the page size may change. */
function fingerprintOf({ NextToken: _token, MaxResults: _size, ...rest }: ListQuery): string {
  const sorted = Object.entries(rest).sort(([a], [b]) => compare(a, b));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('base64url').slice(0, 12);
}

function invalidToken(cause?: unknown) {
  return validationException(
    'The NextToken is not valid. Pass it as it was returned, with the filters and order of the request that returned it.',
    cause,
  );
}
