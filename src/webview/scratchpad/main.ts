import './main.css';
import type { ScratchpadHost, ScratchpadPage } from '../../scratchpad/messages.ts';
import { connectHost } from '../shared/host.ts';
import { mount, type Page } from '../shared/mount.ts';
import { Commands } from './commands.ts';
import { RequestEditor, ResponseEditor } from './editors.ts';
import { prettyJson, prettyJsonLines } from './prettyJson.ts';
import { type Action, draftOf, initialState, reduce, type State, shownOutcome } from './state.ts';
import { scratchpadView } from './view.ts';

/** Characters of a body up to which every change is kept at once: a panel can be hidden, and its page dropped, at any time. */
const SMALL_BODY = 64 * 1024;

/** Milliseconds of quiet after which a draft with a larger body is kept. */
const DRAFT_DELAY_MS = 300;

/** Milliseconds between two looks at the clock while a request is under way. */
const TICK_MS = 100;

const host = connectHost<ScratchpadHost, ScratchpadPage>({
  payloadWaiting: () => void commands.takePayload(),
  endpointChanged: () => void commands.describe(),
});
const wide = window.matchMedia('(min-width: 720px)');
const layout = () => (wide.matches ? 'wide' : 'narrow');
const initial = initialState(host.draft, layout());
const commands = new Commands(host.functions, () => page);
const requestEditor = new RequestEditor({
  edited: (text) => page.dispatch({ type: 'bodyEdited', text }),
  send: () => commands.sendIfIdle(),
});
const responseEditor = new ResponseEditor();
let draftTimer: ReturnType<typeof setTimeout> | undefined;
let clock: ReturnType<typeof setInterval> | undefined;

if (initial.body.kind === 'text') requestEditor.load(initial.body.text);
requestEditor.setContentType(initial.contentType);

const page: Page<State, Action> = mount<State, Action>({
  initial,
  reduce,
  view: (state, dispatch) => scratchpadView(state, { dispatch, commands, requestEditor, responseEditor }),
  onChange: (state, previous) => {
    keepEditorsTrue(state, previous);
    keepClock(state);
    if (isDraftChanged(state, previous)) keepDraft(state);
  },
});

wide.addEventListener('change', () => page.dispatch({ type: 'layoutChanged', layout: layout() }));
document.addEventListener('keydown', onSendKey);
document.addEventListener('keydown', onCancelKey, { capture: true });
document.addEventListener('visibilitychange', onVisibility);
void commands.start();

function keepEditorsTrue(state: State, previous: State): void {
  if (state.loads !== previous.loads && state.body.kind === 'text') requestEditor.load(state.body.text);
  if (state.contentType !== previous.contentType) requestEditor.setContentType(state.contentType);
  if (state.exchange !== previous.exchange || state.rendering !== previous.rendering) showResponse(state);
}

function showResponse({ exchange, rendering }: State): void {
  const outcome = shownOutcome(exchange)?.outcome;
  if (outcome?.kind !== 'answered' || outcome.body.kind !== 'text') return;
  const { text, format, complete } = outcome.body;
  responseEditor.show(rendering === 'pretty' && complete ? pretty(text, format) : text, format);
}

function pretty(text: string, format: string): string {
  if (format === 'json') return prettyJson(text) ?? text;
  return format === 'jsonLines' ? prettyJsonLines(text) : text;
}

function keepClock({ exchange }: State): void {
  const isRunning = clock !== undefined;
  if ((exchange.kind === 'underWay') === isRunning) return;
  clearInterval(clock);
  clock = isRunning ? undefined : setInterval(() => page.dispatch({ type: 'ticked', now: Date.now() }), TICK_MS);
}

function isDraftChanged(state: State, previous: State): boolean {
  const parts = ['head', 'body', 'source', 'contentType', 'accept', 'variant', 'split'] as const;
  return parts.some((part) => state[part] !== previous[part]);
}

function keepDraft(state: State): void {
  const { body } = state;
  clearTimeout(draftTimer);
  if (body.kind === 'file' || body.text.length <= SMALL_BODY) saveDraft(state);
  else draftTimer = setTimeout(() => saveDraft(page.state()), DRAFT_DELAY_MS);
}

function saveDraft(state: State): void {
  const draft = draftOf(state);
  if (draft) host.saveDraft(draft);
}

function onVisibility(): void {
  if (document.hidden) {
    saveDraft(page.state());
    commands.stopLooking();
  } else {
    void commands.describe();
  }
}

/** Anywhere but in the request's editor, which has it among its own keys. */
function onSendKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  commands.sendIfIdle();
}

/** Before the editors, which have uses of their own for Escape; what is open on top of the page comes first. */
function onCancelKey(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || page.state().exchange.kind !== 'underWay') return;
  const isInPopup = event.composedPath().some((node) => node instanceof Element && node.matches('.cm-search, [open]'));
  if (isInPopup) return;
  event.preventDefault();
  event.stopPropagation();
  commands.cancel();
}
