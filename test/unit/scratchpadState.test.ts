import assert from 'node:assert/strict';
import type { AnsweredOutcome, Opening, Outcome, Payload } from '../../src/scratchpad/messages.ts';
import {
  type Action,
  draftOf,
  initialState,
  reduce,
  requestOf,
  type State,
  shownOutcome,
} from '../../src/webview/scratchpad/state.ts';
import { announcement } from '../../src/webview/scratchpad/words.ts';

const opening: Opening = {
  head: { target: { connectionId: 'local', name: 'language-id' }, connectionLabel: 'Local' },
  exchange: { kind: 'none' },
  pollingMs: 2000,
};
const german: Payload = {
  body: { kind: 'text', text: '{"text":"Wo ist der Bahnhof?"}' },
  contentType: 'application/json',
  source: { name: 'german.json', unsaved: false, edited: false },
  send: true,
};
const cancelled: Outcome = { kind: 'cancelled' };
const modelError: Outcome = { kind: 'modelError', status: 400, reason: 'Bad Request', words: 'No text.' };

function answered(text: string): AnsweredOutcome {
  return {
    kind: 'answered',
    status: 200,
    reason: 'OK',
    variant: 'champion',
    latencyMs: 12.4,
    size: text.length,
    contentType: 'application/json',
    headers: [],
    body: { kind: 'text', format: 'json', text, complete: true },
  };
}

function stateAfter(...actions: Action[]): State {
  return actions.reduce(reduce, initialState(undefined, 'wide'));
}

const sent = (requestId: string, now = 1000): Action => ({ type: 'sent', requestId, now });
const ended = (requestId: string, outcome: Outcome): Action => ({ type: 'ended', requestId, outcome });
const started: Action = { type: 'started', opening };

describe('The scratchpad’s state', () => {
  it('shows a response as the current one', () => {
    const state = stateAfter(started, sent('a'), ended('a', answered('1')));
    assert.deepEqual(shownOutcome(state.exchange), { outcome: answered('1'), isStale: false });
  });

  it('marks the response before as stale while the next request is under way', () => {
    const state = stateAfter(started, sent('a'), ended('a', answered('1')), sent('b'));
    assert.deepEqual(shownOutcome(state.exchange), { outcome: answered('1'), isStale: true });
  });

  it('replaces the response before by an error', () => {
    const state = stateAfter(started, sent('a'), ended('a', answered('1')), sent('b'), ended('b', modelError));
    assert.deepEqual(shownOutcome(state.exchange), { outcome: modelError, isStale: false });
  });

  it('keeps the response before stale after a cancel, and through the next request', () => {
    const state = stateAfter(started, sent('a'), ended('a', answered('1')), sent('b'), ended('b', cancelled));
    assert.deepEqual(shownOutcome(state.exchange), { outcome: answered('1'), isStale: true });
    assert.equal(announcement(state.exchange), 'The request was cancelled.');
    assert.deepEqual(shownOutcome(reduce(state, sent('c')).exchange), { outcome: answered('1'), isStale: true });
  });

  it('ignores the late answer of a cancelled request', () => {
    const state = stateAfter(started, sent('a'), ended('a', cancelled));
    assert.equal(reduce(state, ended('a', answered('late'))), state);
  });

  it('ignores the answer of a request that another one has replaced', () => {
    const state = stateAfter(started, sent('a'), sent('b'));
    assert.equal(reduce(state, ended('a', answered('late'))), state);
    assert.deepEqual(shownOutcome(reduce(state, ended('b', answered('2'))).exchange)?.outcome, answered('2'));
  });

  it('takes edits while a request is under way, and keeps waiting', () => {
    const state = stateAfter(started, { type: 'payloadLoaded', payload: german }, sent('a'), {
      type: 'bodyEdited',
      text: '{"text":"Hola"}',
    });
    assert.equal(state.exchange.kind, 'underWay');
    assert.deepEqual(requestOf(state, 'b').body, { kind: 'text', text: '{"text":"Hola"}' });
    assert.deepEqual(shownOutcome(reduce(state, ended('a', answered('1'))).exchange)?.isStale, false);
  });

  it('tells an edited payload from the file it came from', () => {
    const loaded = stateAfter(started, { type: 'payloadLoaded', payload: german });
    assert.equal(loaded.source?.edited, false);
    assert.equal(
      reduce(loaded, { type: 'bodyEdited', text: german.body.kind === 'text' ? german.body.text : '' }),
      loaded,
    );
    assert.equal(reduce(loaded, { type: 'bodyEdited', text: 'x' }).source?.edited, true);
  });

  it('hands every loaded body to the editor, but no typed one', () => {
    const loaded = stateAfter(started, { type: 'payloadLoaded', payload: german });
    assert.equal(loaded.loads, 1);
    assert.equal(reduce(loaded, { type: 'bodyEdited', text: 'x' }).loads, 1);
    assert.equal(reduce(loaded, { type: 'payloadLoaded', payload: german }).loads, 2);
  });

  it('keeps the accepted type when a payload names none', () => {
    const state = stateAfter(
      started,
      { type: 'acceptChanged', accept: 'text/csv' },
      { type: 'payloadLoaded', payload: german },
    );
    assert.equal(state.accept, 'text/csv');
  });

  it('leaves the variant to the weights unless one is chosen', () => {
    const state = stateAfter(started, { type: 'variantChosen', variant: 'canary' });
    assert.equal(requestOf(state, 'a').variant, 'canary');
    assert.equal('variant' in requestOf(reduce(state, { type: 'variantChosen', variant: undefined }), 'a'), false);
  });

  it('forgets response, variant and condition with the endpoint', () => {
    const head = { target: { connectionId: 'local', name: 'other' }, connectionLabel: 'Local' };
    const state = stateAfter(
      started,
      { type: 'variantChosen', variant: 'canary' },
      { type: 'described', condition: { kind: 'known', status: 'InService', variants: [{ name: 'canary' }] } },
      sent('a'),
      ended('a', answered('1')),
      { type: 'retargeted', opening: { ...opening, head } },
    );
    assert.equal(shownOutcome(state.exchange), undefined);
    assert.equal(state.variant, undefined);
    assert.equal(state.condition, undefined);
    assert.equal(draftOf(state)?.target.name, 'other');
  });

  it('takes up a request that was under way when the page was loaded anew', () => {
    const exchange = { kind: 'underWay', requestId: 'a', startedAt: 500, previous: answered('0') } as const;
    const state = stateAfter({ type: 'started', opening: { ...opening, exchange } });
    assert.deepEqual(shownOutcome(state.exchange), { outcome: answered('0'), isStale: true });
    assert.deepEqual(shownOutcome(reduce(state, ended('a', answered('1'))).exchange)?.outcome, answered('1'));
  });

  it('brings a draft back after a reload', () => {
    const state = stateAfter(
      started,
      { type: 'payloadLoaded', payload: german },
      { type: 'variantChosen', variant: 'canary' },
      { type: 'acceptChanged', accept: 'text/csv' },
    );
    const restored = reduce(initialState(structuredClone(draftOf(state)), 'narrow'), started);
    assert.deepEqual(requestOf(restored, 'a'), requestOf(state, 'a'));
    assert.deepEqual(restored.source, german.source);
  });

  for (const draft of [undefined, null, 7, 'x', {}, { body: null }, { body: { kind: 'text' }, contentType: 1 }]) {
    it(`starts empty from what is no draft: ${JSON.stringify(draft)}`, () => {
      assert.deepEqual(initialState(draft, 'wide').body, { kind: 'text', text: '' });
    });
  }

  it('has no draft before the panel has named its endpoint', () => {
    assert.equal(draftOf(stateAfter()), undefined);
  });

  it('stops its clock once the request has ended', () => {
    const state = stateAfter(started, sent('a', 1000), { type: 'ticked', now: 1100 });
    assert.equal(state.now, 1100);
    const done = reduce(state, ended('a', answered('1')));
    assert.equal(reduce(done, { type: 'ticked', now: 1200 }), done);
  });

  it('says a response’s status, variant, latency and size', () => {
    const state = stateAfter(started, sent('a'), ended('a', answered('{}')));
    assert.equal(announcement(state.exchange), 'Response 200 OK from variant champion after 12 ms, 2 B.');
  });

  it('says the model’s own words', () => {
    const state = stateAfter(started, sent('a'), ended('a', modelError));
    assert.equal(announcement(state.exchange), 'The model answered 400 Bad Request: No text.');
  });

  it('keeps both panes large enough, and their sizes over a reload', () => {
    const moved = stateAfter(started, { type: 'splitMoved', percent: 3 });
    assert.equal(moved.split, 20);
    const state = reduce(moved, { type: 'splitMoved', percent: 65 });
    assert.equal(initialState(structuredClone(draftOf(state)), 'wide').split, 65);
    assert.equal(reduce(state, { type: 'splitMoved', percent: 200 }).split, 80);
  });

  it('no longer says what was done with a response once there is another', () => {
    const copied = stateAfter(started, sent('a'), ended('a', answered('1')), { type: 'done', words: 'Copied' });
    assert.equal(copied.done, 'Copied');
    assert.equal(reduce(reduce(copied, sent('b')), ended('b', answered('2'))).done, undefined);
  });
});
