import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { commonContentTypes } from '../../hosting/contentTypes.ts';
import { notice, problemNotice } from '../shared/notices.ts';
import type { State } from './state.ts';
import type { ViewParts } from './viewParts.ts';
import { formatElapsed, stateAdvice, variantLabel } from './words.ts';

/** Chosen in place of a variant's name, which cannot be empty. */
const byWeight = '';

const types: readonly string[] = commonContentTypes;

const sendKey = /Mac/u.test(navigator.userAgent) ? '⌘Enter' : 'Ctrl+Enter';

/** Who the request goes to, what it says of itself, and the button that sends it. */
export function toolbar(state: State, parts: ViewParts): TemplateResult {
  const { dispatch } = parts;
  return html`<header class="toolbar" role="group" aria-label="Request">
    ${endpointControl(state, parts)} ${variantControl(state, parts)}
    ${typeControl({
      id: 'content-type',
      label: 'Content type',
      value: state.contentType,
      placeholder: 'application/octet-stream',
      change: (contentType) => dispatch({ type: 'contentTypeChanged', contentType }),
    })}
    ${typeControl({
      id: 'accept',
      label: 'Accept',
      value: state.accept,
      placeholder: 'Any',
      change: (accept) => dispatch({ type: 'acceptChanged', accept }),
    })}
    ${sendControl(state, parts)}
  </header>`;
}

/** What is to be known of the endpoint before sending; nothing where it is simply in service. */
export function endpointNotice({ condition }: State): TemplateResult | typeof nothing {
  if (!condition) return nothing;
  if (condition.kind === 'unknown') return problemNotice(condition.problem, 'warning');
  const advice = stateAdvice(condition.status);
  if (!advice) return nothing;
  const reason = condition.failureReason ? ` ${condition.failureReason}` : '';
  return notice(advice.severity, `The endpoint is ${condition.status}. ${advice.text}${reason}`);
}

function endpointControl({ head }: State, { commands }: ViewParts): TemplateResult {
  const name = head?.target.name ?? '…';
  const connection = head?.connectionLabel ?? '';
  return html`<div class="tool endpoint">
    <span class="label" id="endpoint-label">Endpoint</span>
    <button
      class="picker"
      aria-labelledby="endpoint-label endpoint-name endpoint-connection"
      aria-haspopup="dialog"
      title="Choose another endpoint"
      @click=${() => void commands.chooseEndpoint()}
    >
      <vscode-icon name="pulse"></vscode-icon>
      <span class="name" id="endpoint-name">${name}</span>
      <span class="help" id="endpoint-connection">${connection}</span>
      <vscode-icon name="chevron-down"></vscode-icon>
    </button>
  </div>`;
}

function variantControl({ condition, variant }: State, { dispatch }: ViewParts): TemplateResult {
  const variants = condition?.kind === 'known' ? condition.variants : [];
  const isMissing = variant !== undefined && !variants.some(({ name }) => name === variant);
  return html`<div class="tool variant">
    <span class="label" aria-hidden="true">Variant</span>
    <vscode-single-select
      label="Variant"
      .value=${variant ?? byWeight}
      @change=${(event: Event & { target: { value: string } }) =>
        dispatch({ type: 'variantChosen', variant: event.target.value === byWeight ? undefined : event.target.value })}
    >
      <vscode-option value=${byWeight} ?selected=${variant === undefined}>By weight</vscode-option>
      ${variants.map(
        (choice) =>
          html`<vscode-option value=${choice.name} ?selected=${choice.name === variant}>
            ${variantLabel(choice)}
          </vscode-option>`,
      )}
      ${
        isMissing
          ? html`<vscode-option value=${variant} selected>${variant}${condition ? ' (gone)' : ''}</vscode-option>`
          : nothing
      }
    </vscode-single-select>
  </div>`;
}

interface TypeControl {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly placeholder: string;
  readonly change: (value: string) => void;
}

/** A text field for any media type, with a list of the common ones. */
function typeControl({ id, label, value, placeholder, change }: TypeControl): TemplateResult {
  return html`<div class="tool type">
    <label class="label" for=${id}>${label}</label>
    <div class="combo">
      <input
        id=${id}
        type="text"
        spellcheck="false"
        autocomplete="off"
        placeholder=${placeholder}
        .value=${value}
        @input=${(event: Event & { currentTarget: HTMLInputElement }) => change(event.currentTarget.value)}
      />
      <vscode-icon class="combo-arrow" name="chevron-down"></vscode-icon>
      <select
        aria-label="Common types for ${label}"
        .value=${value}
        @change=${(event: Event & { currentTarget: HTMLSelectElement }) => {
          change(event.currentTarget.value);
        }}
      >
        ${types.includes(value) ? nothing : html`<option .value=${value}>${value || placeholder}</option>`}
        ${types.map((type) => html`<option value=${type} ?selected=${type === value}>${type}</option>`)}
        ${id === 'accept' && value !== '' ? html`<option value="">${placeholder}</option>` : nothing}
      </select>
    </div>
  </div>`;
}

function sendControl({ exchange, now, head }: State, { commands }: ViewParts): TemplateResult {
  const isUnderWay = exchange.kind === 'underWay';
  return html`<div class="tool send">
    <vscode-button
      icon=${isUnderWay ? 'debug-stop' : 'play'}
      ?secondary=${isUnderWay}
      ?disabled=${!head}
      title=${isUnderWay ? 'Cancel (Escape)' : `Send (${sendKey})`}
      @click=${() => commands.sendOrCancel()}
      >${isUnderWay ? 'Cancel' : 'Send'}</vscode-button
    >
    ${
      isUnderWay
        ? html`<span class="elapsed" aria-hidden="true">${formatElapsed(now - exchange.startedAt)}</span>`
        : nothing
    }
  </div>`;
}
