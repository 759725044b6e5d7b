import type { ApplyOutcome, TrafficTarget, TrafficView } from '../../deploy/messages.ts';
import { weightProblem } from '../../hosting/deploymentDraft.ts';
import type { Problem } from '../../hosting/problem.ts';
import type { LiveTraffic } from '../../hosting/traffic.ts';
import {
  canaryWeights,
  evenWeights,
  formatWeight,
  naturalRange,
  PERCENT_RANGE,
  parseWeight,
  sameShares,
  sharesOf,
  sliderRange,
} from '../../hosting/variants.ts';

/** What was typed before a reload, and over which weights. */
export interface TrafficDraft {
  readonly target: TrafficTarget;
  readonly shown: LiveTraffic | undefined;
  readonly weights: readonly string[];
}

/** What to tell above the sliders. */
export type TrafficNotice =
  | { readonly kind: 'changedElsewhere' }
  | { readonly kind: 'applied' }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** The traffic form. */
export interface TrafficState {
  readonly target: TrafficTarget | undefined;
  /** The live endpoint as last seen. */
  readonly live: LiveTraffic | undefined;
  readonly loadProblem: Problem | undefined;
  /** As typed, in the order of the live variants. */
  readonly weights: readonly string[];
  readonly range: number;
  readonly canary: number | undefined;
  /** The endpoint's status while the new weights are being applied. */
  readonly applying: string | undefined;
  readonly notice: TrafficNotice | undefined;
}

/** What can happen to the form. */
export type TrafficAction =
  | { readonly type: 'targeted'; readonly target: TrafficTarget }
  | { readonly type: 'loaded'; readonly view: TrafficView; readonly draft?: TrafficDraft | undefined }
  | { readonly type: 'weighed'; readonly index: number; readonly text: string }
  | { readonly type: 'turnedTo'; readonly index: number }
  | { readonly type: 'madeEven' }
  | { readonly type: 'madeCanary' }
  | { readonly type: 'reset' }
  | { readonly type: 'applying'; readonly status: string }
  | { readonly type: 'applied'; readonly outcome: ApplyOutcome };

/** The form before anything is known. */
export const initialState: TrafficState = {
  target: undefined,
  live: undefined,
  loadProblem: undefined,
  weights: [],
  range: PERCENT_RANGE,
  canary: undefined,
  applying: undefined,
  notice: undefined,
};

/** Pure. */
export function reduce(state: TrafficState, action: TrafficAction): TrafficState {
  switch (action.type) {
    case 'targeted':
      return { ...state, target: action.target };
    case 'loaded':
      return loaded({ ...state, applying: undefined }, action.view, action.draft);
    case 'weighed':
      return weighed(
        state,
        state.weights.map((text, index) => (index === action.index ? action.text : text)),
      );
    case 'turnedTo':
      return state.canary === action.index ? state : { ...state, canary: action.index };
    case 'madeEven':
      return weighed(state, evenWeights(state.weights.length).map(formatWeight));
    case 'madeCanary':
      return weighed(state, canaryWeights(state.weights.length, canaryIndex(state)).map(formatWeight));
    case 'reset':
      return state.live ? { ...showing(state, state.live), notice: undefined } : state;
    case 'applying':
      return { ...state, applying: action.status, notice: undefined };
    case 'applied':
      return applied({ ...state, applying: undefined }, action.outcome);
  }
}

/** The typed weights; undefined while one of them can't be read. */
export function typedWeights({ weights }: TrafficState): readonly number[] | undefined {
  const read = weights.map(parseWeight);
  return read.every((weight) => weight !== undefined) ? read : undefined;
}

/** The shares that the typed weights come to. */
export function newShares(state: TrafficState): readonly number[] | undefined {
  return sharesOf(state.weights.map((text) => parseWeight(text) ?? 0));
}

/** The shares the endpoint has now. */
export function liveShares({ live }: TrafficState): readonly number[] | undefined {
  return live && sharesOf(live.variants.map(({ weight }) => weight));
}

/** What is wrong with one typed weight. */
export function problemAt({ weights }: TrafficState, index: number): string | undefined {
  return weightProblem(weights[index] ?? '');
}

/** Why the weights can't be applied, if they can't; empty where nothing has been changed. */
export function obstacle(state: TrafficState): string | undefined {
  const { live } = state;
  if (!live) return '';
  if (live.status !== 'InService')
    return `The endpoint is ${live.status}: its traffic can be shifted when it is InService.`;
  if (live.variants.length < 2) return 'The endpoint has one variant, which gets all the traffic.';
  const weights = typedWeights(state);
  if (!weights) return 'Correct the weights first.';
  if (!sharesOf(weights)) return 'Give at least one variant a weight above 0.';
  return sameShares(
    weights,
    live.variants.map(({ weight }) => weight),
  )
    ? ''
    : undefined;
}

/** The variant that Canary gives 5 %: the one last turned to, else the last. */
export function canaryIndex({ canary, weights }: TrafficState): number {
  return canary !== undefined && canary < weights.length ? canary : weights.length - 1;
}

function loaded(state: TrafficState, view: TrafficView, draft: TrafficDraft | undefined): TrafficState {
  if (view.kind === 'problem') return { ...state, live: undefined, loadProblem: view.problem };
  const shown = showing({ ...state, loadProblem: undefined }, view.traffic);
  // A draft counts only over the very weights it was made for.
  const isCurrent =
    draft?.shown !== undefined && JSON.stringify(draft.shown.variants) === JSON.stringify(view.traffic.variants);
  return isCurrent && draft ? weighed(shown, draft.weights) : shown;
}

function showing(state: TrafficState, live: LiveTraffic): TrafficState {
  const weights = live.variants.map(({ weight }) => weight);
  return { ...state, live, weights: weights.map(formatWeight), range: naturalRange(weights) };
}

function weighed(state: TrafficState, weights: readonly string[]): TrafficState {
  const range = sliderRange(
    weights.map((text) => parseWeight(text) ?? 0),
    state.range,
  );
  return { ...state, weights, range, notice: undefined };
}

function applied(state: TrafficState, outcome: ApplyOutcome): TrafficState {
  switch (outcome.kind) {
    case 'applied':
      return { ...showing(state, outcome.traffic), notice: { kind: 'applied' } };
    case 'changed':
      return { ...showing(state, outcome.traffic), notice: { kind: 'changedElsewhere' } };
    case 'problem':
      return { ...state, notice: outcome };
  }
}
