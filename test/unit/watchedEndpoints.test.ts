import assert from 'node:assert/strict';
import { WatchedEndpoints } from '../../src/window/watchedEndpoints.ts';

const shop = { connectionId: 'local', kind: 'endpoint', name: 'shop' } as const;
const other = { ...shop, connectionId: 'aws/dev' };

describe('how a change of an endpoint ended', () => {
  it('is told by whoever watches it, at its own connection', () => {
    const watched = new WatchedEndpoints();
    assert.equal(watched.tells(shop, 'No ping.'), false);
    watched.watch(shop);
    assert.equal(watched.tells(shop, 'No ping.'), true);
    assert.equal(watched.tells(other, 'No ping.'), false);
  });

  it('is not told again by one who sees it later', () => {
    const watched = new WatchedEndpoints();
    watched.watch(shop).end('No ping.');
    assert.equal(watched.tells(shop, 'No ping.'), true);
    assert.equal(watched.tells(shop, 'No ping.'), false);
  });

  it('is told again where it is another failure, or was seen before', () => {
    const watched = new WatchedEndpoints();
    watched.watch(shop).end('No ping.');
    assert.equal(watched.tells(shop, 'Out of memory.'), false);
    const watch = watched.watch(shop);
    assert.equal(watched.tells(shop, 'No ping.'), true);
    watch.end('No ping.');
    assert.equal(watched.tells(shop, 'No ping.'), false);
  });

  it('is left to others when the watch ends before', () => {
    const watched = new WatchedEndpoints();
    watched.watch(shop).end();
    assert.equal(watched.tells(shop, 'No ping.'), false);
  });

  it('is a matter of the latest watch', () => {
    const watched = new WatchedEndpoints();
    const first = watched.watch(shop);
    watched.watch(shop);
    first.end();
    assert.equal(watched.tells(shop, 'No ping.'), true);
  });
});
