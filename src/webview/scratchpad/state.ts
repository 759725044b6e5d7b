import type {
  EndpointCondition,
  EndpointHead,
  Exchange,
  Opening,
  Outcome,
  Payload,
  PayloadSource,
  RequestBody,
  ScratchpadDraft,
  ScratchpadRequest,
} from '../../scratchpad/messages.ts';

/** Everything the page shows. */
export interface State {
  /** Undefined until the panel has answered. */
  readonly head: EndpointHead | undefined;
  /** Undefined until the endpoint has been described. */
  readonly condition: EndpointCondition | undefined;
  /** Milliseconds between two looks at an endpoint that is changing. */
  readonly pollingMs: number;
  readonly body: RequestBody;
  /** How often a body was put in from outside the editor, which then takes it over. */
  readonly loads: number;
  readonly source: PayloadSource | undefined;
  readonly contentType: string;
  /** Empty leaves the type to the model. */
  readonly accept: string;
  /** Undefined leaves the choice to the weights. */
  readonly variant: string | undefined;
  readonly exchange: Exchange;
  /** Milliseconds since 1970, kept going while a request is under way. */
  readonly now: number;
  readonly tab: 'body' | 'headers';
  readonly rendering: 'pretty' | 'raw';
  readonly layout: 'wide' | 'narrow';
  /** The request's part of the room, in per cent. */
  readonly split: number;
  /** What was done with the response, for as long as it is worth saying. */
  readonly done: string | undefined;
}

/** All that can happen to the page. */
export type Action =
  | { readonly type: 'started'; readonly opening: Opening }
  | { readonly type: 'retargeted'; readonly opening: Opening }
  | { readonly type: 'described'; readonly condition: EndpointCondition }
  | { readonly type: 'payloadLoaded'; readonly payload: Payload }
  | { readonly type: 'bodyEdited'; readonly text: string }
  | { readonly type: 'bodyCleared' }
  | { readonly type: 'contentTypeChanged'; readonly contentType: string }
  | { readonly type: 'acceptChanged'; readonly accept: string }
  | { readonly type: 'variantChosen'; readonly variant: string | undefined }
  | { readonly type: 'sent'; readonly requestId: string; readonly now: number }
  | { readonly type: 'ended'; readonly requestId: string; readonly outcome: Outcome }
  | { readonly type: 'ticked'; readonly now: number }
  | { readonly type: 'tabChosen'; readonly tab: State['tab'] }
  | { readonly type: 'renderingChosen'; readonly rendering: State['rendering'] }
  | { readonly type: 'layoutChanged'; readonly layout: State['layout'] }
  | { readonly type: 'splitMoved'; readonly percent: number }
  | { readonly type: 'done'; readonly words: string | undefined };

/** How far the handle between request and response goes, in per cent. */
const SPLIT_LIMITS = [20, 80] as const;

/** The page's first state, from the draft that outlived a reload, where there is one. */
export function initialState(draft: unknown, layout: State['layout']): State {
  const kept = isDraft(draft) ? draft : undefined;
  return {
    head: undefined,
    condition: undefined,
    pollingMs: 2000,
    body: kept?.body ?? { kind: 'text', text: '' },
    loads: 0,
    source: kept?.source,
    contentType: kept?.contentType ?? 'application/json',
    accept: kept?.accept ?? '',
    variant: kept?.variant,
    exchange: { kind: 'none' },
    now: 0,
    tab: 'body',
    rendering: 'pretty',
    layout,
    split: withinLimits(kept?.split ?? 50),
    done: undefined,
  };
}

/** The state after an action. Pure. */
export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'started':
      return { ...state, ...opened(action.opening) };
    case 'retargeted':
      return { ...state, ...opened(action.opening), condition: undefined, variant: undefined };
    case 'described':
      return { ...state, condition: action.condition };
    case 'payloadLoaded':
      return withPayload(state, action.payload);
    case 'bodyEdited':
      return withText(state, action.text);
    case 'bodyCleared':
      return { ...state, body: { kind: 'text', text: '' }, source: undefined, loads: state.loads + 1 };
    case 'contentTypeChanged':
      return { ...state, contentType: action.contentType };
    case 'acceptChanged':
      return { ...state, accept: action.accept };
    case 'variantChosen':
      return { ...state, variant: action.variant };
    case 'sent':
      return { ...state, now: action.now, exchange: underWay(state.exchange, action.requestId, action.now) };
    case 'ended':
      return withOutcome(state, action.requestId, action.outcome);
    case 'ticked':
      return state.exchange.kind === 'underWay' ? { ...state, now: action.now } : state;
    case 'tabChosen':
      return { ...state, tab: action.tab };
    case 'renderingChosen':
      return { ...state, rendering: action.rendering };
    case 'layoutChanged':
      return { ...state, layout: action.layout };
    case 'splitMoved':
      return { ...state, split: withinLimits(action.percent) };
    case 'done':
      return { ...state, done: action.words };
  }
}

/** The outcome on show; it is stale while it is not the last request's. */
export function shownOutcome(exchange: Exchange): { outcome: Outcome; isStale: boolean } | undefined {
  if (exchange.kind === 'none') return undefined;
  if (exchange.kind === 'ended' && exchange.outcome.kind !== 'cancelled') {
    return { outcome: exchange.outcome, isStale: false };
  }
  return exchange.previous && { outcome: exchange.previous, isStale: true };
}

/** The request as it would be sent now. */
export function requestOf(state: State, requestId: string): ScratchpadRequest {
  const { body, contentType, accept, variant } = state;
  return {
    requestId,
    body,
    contentType: contentType.trim(),
    accept: accept.trim(),
    ...(variant === undefined ? {} : { variant }),
  };
}

/** What is to outlive a reload; undefined before the panel has said which endpoint it is for. */
export function draftOf(state: State): ScratchpadDraft | undefined {
  const { head, body, source, contentType, accept, variant, split } = state;
  if (!head) return undefined;
  return {
    target: head.target,
    body,
    contentType,
    accept,
    split,
    ...(source ? { source } : {}),
    ...(variant === undefined ? {} : { variant }),
  };
}

function withinLimits(percent: number): number {
  const [least, most] = SPLIT_LIMITS;
  return Math.min(most, Math.max(least, percent));
}

function opened({ head, exchange, pollingMs }: Opening): Pick<State, 'head' | 'exchange' | 'pollingMs'> {
  return { head, exchange, pollingMs };
}

function withPayload(state: State, { body, contentType, accept, source }: Payload): State {
  return {
    ...state,
    body,
    contentType,
    accept: accept ?? state.accept,
    source,
    loads: state.loads + 1,
  };
}

function withText(state: State, text: string): State {
  if (state.body.kind === 'text' && state.body.text === text) return state;
  return { ...state, body: { kind: 'text', text }, source: state.source && { ...state.source, edited: true } };
}

function underWay(exchange: Exchange, requestId: string, startedAt: number): Exchange {
  const previous = shownOutcome(exchange)?.outcome;
  return { kind: 'underWay', requestId, startedAt, ...(previous ? { previous } : {}) };
}

/** Answers of requests that are no longer waited for are dropped. */
function withOutcome(state: State, requestId: string, outcome: Outcome): State {
  const { exchange } = state;
  if (exchange.kind !== 'underWay' || exchange.requestId !== requestId) return state;
  const { previous } = exchange;
  const keepsPrevious = outcome.kind === 'cancelled' && previous !== undefined;
  return {
    ...state,
    done: undefined,
    exchange: { kind: 'ended', requestId, outcome, ...(keepsPrevious ? { previous } : {}) },
    tab: outcome.kind === 'answered' ? state.tab : 'body',
  };
}

/** VS Code hands back what this page gave it, or what an older version of it did. */
function isDraft(value: unknown): value is ScratchpadDraft {
  return (
    typeof value === 'object' &&
    value !== null &&
    'body' in value &&
    typeof value.body === 'object' &&
    value.body !== null &&
    'kind' in value.body &&
    'contentType' in value &&
    typeof value.contentType === 'string' &&
    'accept' in value &&
    typeof value.accept === 'string'
  );
}
