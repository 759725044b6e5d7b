import { html, nothing, type TemplateResult } from 'lit';
import { CANARY_PERCENT, formatShare } from '../../hosting/variants.ts';
import { notice, problemNotice } from '../shared/notices.ts';
import { sharesInWords, splitBar, splitLegend, type WeightedVariant, weightSliders } from '../shared/weights.ts';
import {
  canaryIndex,
  liveShares,
  newShares,
  obstacle,
  problemAt,
  type TrafficAction,
  type TrafficState,
} from './state.ts';

/** What the page can do beyond its own state. */
export interface TrafficCommands {
  readonly apply: () => void;
  readonly reload: () => void;
  readonly openScratchpad: () => void;
}

/** The whole page. */
export function trafficView(
  state: TrafficState,
  dispatch: (action: TrafficAction) => void,
  commands: TrafficCommands,
): TemplateResult {
  const { target, live, loadProblem } = state;
  return html`
    <header>
      <h1>Shift traffic of ${target?.endpointName ?? 'an endpoint'}</h1>
      <p class="help">on ${target?.connectionLabel ?? '…'}${live ? html` · <span>${live.status}</span>` : nothing}</p>
    </header>
    ${noticeView(state)}
    ${loadProblem ? loadFailed(state, commands) : nothing}
    ${live ? liveView(state, dispatch, commands) : nothing}
    ${live || loadProblem ? nothing : html`<p class="help" role="status">Looking at the endpoint…</p>`}
  `;
}

function loadFailed({ loadProblem }: TrafficState, commands: TrafficCommands): TemplateResult | typeof nothing {
  if (!loadProblem) return nothing;
  return html`${problemNotice(loadProblem)}
    <div class="buttons"><vscode-button @click=${commands.reload}>Try again</vscode-button></div>`;
}

function noticeView({ notice: current, live }: TrafficState): TemplateResult | typeof nothing {
  switch (current?.kind) {
    case 'applied':
      return live?.status === 'InService' ? notice('info', 'The new weights count now.') : nothing;
    case 'changedElsewhere':
      return notice(
        'warning',
        'The endpoint was changed elsewhere in the meantime, so nothing was applied. These are its weights now.',
      );
    case 'problem':
      return problemNotice(current.problem);
    case undefined:
      return nothing;
  }
}

function liveView(
  state: TrafficState,
  dispatch: (action: TrafficAction) => void,
  commands: TrafficCommands,
): TemplateResult {
  const variants = weighted(state);
  const now = liveShares(state);
  const current = variants.map(({ name }, index) => ({ name, share: now?.[index] }));
  const isBusy = state.applying !== undefined;
  const isLocked = isBusy || state.live?.status !== 'InService' || variants.length < 2;
  const canary = variants[canaryIndex(state)]?.name ?? '';
  const click = (type: 'madeEven' | 'madeCanary' | 'reset') => () => {
    if (!isLocked) dispatch({ type });
  };
  return html`
    <section class="bars">
      <span class="help">Now</span>
      <div class="bar">${splitBar('Traffic now', current)}${splitLegend(current)}</div>
      <span class="help">New</span>
      <div class="bar">${splitBar('New traffic', variants)}${splitLegend(variants)}</div>
    </section>
    <section class="weights" aria-label="New weights">
      ${weightSliders({
        variants,
        range: state.range,
        isDisabled: isLocked,
        onWeight: (index, text) => dispatch({ type: 'weighed', index, text }),
        onSelect: (index) => dispatch({ type: 'turnedTo', index }),
      })}
      <div class="buttons">
        <vscode-button secondary .disabled=${isLocked} @click=${click('madeEven')}>Even</vscode-button>
        <vscode-button secondary .disabled=${isLocked} @click=${click('madeCanary')}
          >Canary ${CANARY_PERCENT} %</vscode-button
        >
        ${variants.length > 1 ? html`<span class="help">Canary: ${CANARY_PERCENT} % for ${canary}, the rest shared evenly.</span>` : nothing}
      </div>
    </section>
    <section class="summary" aria-labelledby="summary">
      <h2 id="summary">What Apply will do</h2>
      ${effect(state, variants)}
      <div class="buttons">${applyButtons(state, isLocked, click('reset'), commands)}</div>
    </section>
    <p class="visually-hidden" role="status">${isBusy ? `Applying: ${state.applying}` : sharesInWords(variants)}</p>
  `;
}

function weighted(state: TrafficState): WeightedVariant[] {
  const now = liveShares(state);
  const next = newShares(state);
  return (state.live?.variants ?? []).map(({ name }, index) => {
    const before = now?.[index];
    const share = next?.[index];
    const isChanged = before !== undefined && (share === undefined || formatShare(before) !== formatShare(share));
    return {
      id: `variant-${index}`,
      name,
      weight: state.weights[index] ?? '',
      share,
      before: isChanged ? before : undefined,
      problem: problemAt(state, index),
    };
  });
}

function effect(state: TrafficState, variants: readonly WeightedVariant[]): TemplateResult {
  if (state.applying !== undefined) {
    return html`<p class="busy"><vscode-icon name="loading" spin></vscode-icon> The endpoint is ${state.applying}…</p>`;
  }
  const reason = obstacle(state);
  if (reason === '') return html`<p class="help">Nothing yet: move a slider or enter a weight.</p>`;
  if (reason !== undefined) return html`<p>${reason}</p>`;
  const changes = variants.filter(({ before }) => before !== undefined);
  return html`<ul class="effects">
      ${changes.map(
        ({ name, before, share }) =>
          html`<li><strong>${name}</strong> ${formatShare(before ?? 0)} → ${formatShare(share ?? 0)}</li>`,
      )}
    </ul>
    <p class="help">Takes effect at once, on the instances that run already.</p>`;
}

function applyButtons(
  state: TrafficState,
  isLocked: boolean,
  reset: () => void,
  commands: TrafficCommands,
): TemplateResult {
  const isReady = !isLocked && obstacle(state) === undefined;
  const apply = () => {
    if (isReady) commands.apply();
  };
  return html`
    <vscode-button .disabled=${!isReady} @click=${apply}>Apply</vscode-button>
    <vscode-button secondary .disabled=${isLocked} @click=${reset}>Reset</vscode-button>
    <vscode-button secondary icon="refresh" .disabled=${state.applying !== undefined} @click=${commands.reload}
      >Refresh</vscode-button
    >
    <vscode-button secondary icon="beaker" @click=${commands.openScratchpad}>Open Request Scratchpad</vscode-button>
  `;
}
