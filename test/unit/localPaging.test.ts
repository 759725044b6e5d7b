import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Listed, type ListQuery, listPage } from '../../src/local/control/paging.ts';

interface Item extends Listed {
  readonly lastModifiedTime: number;
  readonly status: string;
}

const statuses = ['Creating', 'InService', 'Failed'];
const times = fc.integer({ min: 0, max: 12 }).map((milliseconds) => 1_000 + milliseconds / 1_000);
const item: fc.Arbitrary<Item> = fc.record({
  name: fc.stringMatching(/^[aAbB]{1,3}$/),
  creationTime: times,
  lastModifiedTime: times,
  status: fc.constantFrom(...statuses),
});
const items = fc.uniqueArray(item, { selector: ({ name }) => name, maxLength: 30 });
const query: fc.Arbitrary<ListQuery> = fc.record(
  {
    MaxResults: fc.integer({ min: 1, max: 8 }),
    NameContains: fc.stringMatching(/^[ab]{1,2}$/),
    CreationTimeAfter: times,
    CreationTimeBefore: times,
    LastModifiedTimeAfter: times,
    LastModifiedTimeBefore: times,
    StatusEquals: fc.constantFrom(...statuses),
    SortBy: fc.constantFrom('Name', 'CreationTime', 'Status'),
    SortOrder: fc.constantFrom('Ascending', 'Descending'),
  },
  { requiredKeys: [] },
);

/** What the whole list is, said as plainly as can be. */
function wholeList(all: readonly Item[], q: ListQuery): Item[] {
  const key = (entry: Item) =>
    q.SortBy === 'Name' ? entry.name : q.SortBy === 'Status' ? entry.status : entry.creationTime;
  const sorted = all
    .filter((entry) => !q.NameContains || entry.name.includes(q.NameContains))
    .filter((entry) => !q.CreationTimeAfter || entry.creationTime >= q.CreationTimeAfter)
    .filter((entry) => !q.CreationTimeBefore || entry.creationTime < q.CreationTimeBefore)
    .filter((entry) => !q.LastModifiedTimeAfter || entry.lastModifiedTime >= q.LastModifiedTimeAfter)
    .filter((entry) => !q.LastModifiedTimeBefore || entry.lastModifiedTime < q.LastModifiedTimeBefore)
    .filter((entry) => !q.StatusEquals || entry.status === q.StatusEquals)
    .sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.name < b.name ? -1 : 1));
  return q.SortOrder === 'Ascending' ? sorted : sorted.reverse();
}

/** Reads page after page; `between` says what the list holds when the next page is asked for. */
function readAll(
  first: readonly Item[],
  q: ListQuery,
  between: (page: number) => readonly Item[] = () => first,
): Item[] {
  const read: Item[] = [];
  let token: string | undefined;
  let held = first;
  for (let page = 0; page === 0 || token !== undefined; page += 1) {
    const { items: found, nextToken } = listPage(held, { ...q, ...(token !== undefined && { NextToken: token }) });
    assert.ok(found.length <= (q.MaxResults ?? 100), 'no page is longer than was asked for');
    assert.ok(nextToken === undefined || found.length > 0, 'no page but the last is empty');
    read.push(...found);
    token = nextToken;
    held = between(page);
  }
  return read;
}

describe('Reading a list page by page', () => {
  it('gives the whole list, filtered and in order', () => {
    fc.assert(
      fc.property(items, query, (all, q) => {
        assert.deepEqual(readAll(all, q), wholeList(all, q));
      }),
      { numRuns: 1_000 },
    );
  });

  it('neither skips nor repeats what stays, while others come and go between the pages', () => {
    fc.assert(
      fc.property(items, fc.infiniteStream(fc.infiniteStream(fc.boolean())), query, (all, presence, q) => {
        const [staying, moving] = [
          all.filter((_, index) => index % 2 === 0),
          all.filter((_, index) => index % 2 === 1),
        ];
        const turns = presence[Symbol.iterator]();
        const snapshot = () => {
          const present = turns.next().value;
          return [...staying, ...moving.filter(() => present?.next().value === true)];
        };
        const read = readAll(snapshot(), q, snapshot);
        assert.deepEqual(
          read.filter((entry) => staying.includes(entry)),
          wholeList(staying, q),
        );
        assert.equal(new Set(read).size, read.length, 'nothing is given twice');
      }),
      { numRuns: 500 },
    );
  });

  it('begins with the newest unless told otherwise', () => {
    const entries = [1, 3, 2].map((creationTime) => ({ name: `n${creationTime}`, creationTime }));
    assert.deepEqual(
      listPage(entries, {}).items.map(({ name }) => name),
      ['n3', 'n2', 'n1'],
    );
  });

  it('gives a hundred entries where no number is asked for', () => {
    const entries = Array.from({ length: 101 }, (_, index) => ({ name: `n${index}`, creationTime: index }));
    const page = listPage(entries, {});
    assert.equal(page.items.length, 100);
    assert.notEqual(page.nextToken, undefined);
  });

  it('refuses a token that is not its own', () => {
    const entries = ['a', 'b', 'c'].map((name, index) => ({ name, creationTime: index }));
    const { nextToken = '' } = listPage(entries, { MaxResults: 1 });
    const foreign = fc.oneof(
      fc.string(),
      fc.base64String(),
      fc.json().map((text) => Buffer.from(text).toString('base64url')),
      fc.constant(nextToken.slice(2)),
    );
    fc.assert(
      fc.property(foreign, (token) => {
        assert.throws(() => listPage(entries, { NextToken: token }), {
          code: 'ValidationException',
          message: /NextToken/,
        });
      }),
    );
    for (const other of [{ SortBy: 'Name' }, { SortOrder: 'Ascending' }, { NameContains: 'a' }] as const) {
      assert.throws(() => listPage(entries, { ...other, NextToken: nextToken }), { code: 'ValidationException' });
    }
  });

  it('lets the page size change on the way', () => {
    const entries = ['a', 'b', 'c', 'd'].map((name, index) => ({ name, creationTime: index }));
    const { nextToken = '' } = listPage(entries, { MaxResults: 1 });
    assert.equal(listPage(entries, { MaxResults: 3, NextToken: nextToken }).items.length, 3);
  });
});
