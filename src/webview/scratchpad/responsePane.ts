import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import '@vscode-elements/elements/dist/vscode-tab-header/index.js';
import '@vscode-elements/elements/dist/vscode-tab-panel/index.js';
import '@vscode-elements/elements/dist/vscode-tabs/index.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type { AnsweredOutcome, ModelErrorOutcome, Outcome } from '../../scratchpad/messages.ts';
import { notice, problemNotice } from '../shared/notices.ts';
import { type State, shownOutcome } from './state.ts';
import type { ViewParts } from './viewParts.ts';
import { announcement, formatDuration, formatSize, modelErrorTitle } from './words.ts';

/** What came back. */
export function responsePane(state: State, parts: ViewParts): TemplateResult {
  const { exchange } = state;
  const shown = shownOutcome(exchange);
  const wasCancelled = exchange.kind === 'ended' && exchange.outcome.kind === 'cancelled';
  return html`<section class="pane response" aria-label="Response">
    <div class="visually-hidden" role="status" aria-live="polite">${announcement(exchange)}</div>
    ${
      exchange.kind === 'underWay'
        ? html`<vscode-progress-bar indeterminate aria-label="Waiting for the response"></vscode-progress-bar>`
        : nothing
    }
    ${wasCancelled ? notice('info', 'The request was cancelled.') : nothing}
    ${shown?.isStale ? html`<div class="stale-label">Response of the request before</div>` : nothing}
    ${shown ? outcomeView(shown.outcome, shown.isStale, state, parts) : emptyView(state)}
  </section>`;
}

function emptyView({ exchange }: State): TemplateResult {
  const text = exchange.kind === 'underWay' ? 'Waiting for the response…' : 'The response will be shown here.';
  return html`<div class="card"><p class="help">${text}</p></div>`;
}

function outcomeView(outcome: Outcome, isStale: boolean, state: State, parts: ViewParts): TemplateResult {
  return html`<div class="outcome ${isStale ? 'stale' : ''}" data-stale=${isStale}>${content(outcome, state, parts)}</div>`;
}

function content(outcome: Outcome, state: State, parts: ViewParts): TemplateResult | typeof nothing {
  switch (outcome.kind) {
    case 'answered':
      return answeredView(outcome, state, parts);
    case 'modelError':
      return modelErrorView(outcome);
    case 'problem':
      return html`<div class="scroll">${problemNotice(outcome.problem)}</div>`;
    case 'cancelled':
      return nothing;
  }
}

function answeredView(outcome: AnsweredOutcome, state: State, parts: ViewParts): TemplateResult {
  const { status, reason, variant, latencyMs, size } = outcome;
  return html`<dl class="status-line">
      <div class="fact">
        <dt class="visually-hidden">Status</dt>
        <dd class="status-words"><vscode-icon class="status-icon" name="pass-filled"></vscode-icon>${status} ${reason}</dd>
      </div>
      ${
        variant === undefined
          ? nothing
          : html`<div class="fact"><dt>Served by</dt><dd class="served-by">${variant}</dd></div>`
      }
      <div class="fact" title="Latency"><dt class="visually-hidden">Latency</dt><dd>${formatDuration(latencyMs)}</dd></div>
      <div class="fact" title="Size"><dt class="visually-hidden">Size</dt><dd>${formatSize(size)}</dd></div>
    </dl>
    ${tabs(outcome, state, parts)}`;
}

function tabs(outcome: AnsweredOutcome, state: State, parts: ViewParts): TemplateResult {
  return html`<vscode-tabs
    .selectedIndex=${state.tab === 'body' ? 0 : 1}
    @vsc-tabs-select=${({ detail }: CustomEvent<{ selectedIndex: number }>) =>
      parts.dispatch({ type: 'tabChosen', tab: detail.selectedIndex === 0 ? 'body' : 'headers' })}
  >
    <vscode-tab-header slot="header">Body</vscode-tab-header>
    <vscode-tab-header slot="header">Headers</vscode-tab-header>
    <div slot="addons" class="actions">
      <span class="help" role="status">${state.done ?? ''}</span>
      ${state.tab === 'body' ? bodyActions(outcome, state, parts) : nothing}
    </div>
    <vscode-tab-panel>${bodyView(outcome, parts)}</vscode-tab-panel>
    <vscode-tab-panel>${headersView(outcome)}</vscode-tab-panel>
  </vscode-tabs>`;
}

function bodyActions({ body }: AnsweredOutcome, { rendering }: State, { commands, dispatch }: ViewParts) {
  if (body.kind === 'empty') return nothing;
  const save = html`<vscode-toolbar-button
    icon="save-as"
    label="Save Response As…"
    title="Save Response As…"
    @click=${() => void commands.saveResponse()}
  ></vscode-toolbar-button>`;
  if (body.kind === 'binary') return save;
  const canBePretty = body.complete && (body.format === 'json' || body.format === 'jsonLines');
  return html`${
    canBePretty
      ? html`<vscode-toolbar-button
            toggleable
            icon="json"
            label="Formatted"
            title="Formatted"
            .checked=${rendering === 'pretty'}
            @change=${(event: Event & { currentTarget: { checked: boolean } }) =>
              dispatch({ type: 'renderingChosen', rendering: event.currentTarget.checked ? 'pretty' : 'raw' })}
          ></vscode-toolbar-button>`
      : nothing
  }
    <vscode-toolbar-button
      icon="copy"
      label="Copy Response"
      title="Copy Response"
      @click=${() => void commands.copyResponse()}
    ></vscode-toolbar-button>
    <vscode-toolbar-button
      icon="go-to-file"
      label="Open Response in Editor"
      title="Open Response in Editor"
      @click=${() => commands.openResponse()}
    ></vscode-toolbar-button>
    ${save}`;
}

function bodyView(
  { body, size, contentType }: AnsweredOutcome,
  { commands, responseEditor }: ViewParts,
): TemplateResult {
  switch (body.kind) {
    case 'empty':
      return html`<div class="card"><p class="help">The response has no body.</p></div>`;
    case 'binary':
      return html`<div class="card">
        <vscode-icon name="file-binary" size="32"></vscode-icon>
        <p>${formatSize(size)} of ${contentType || 'an unnamed type'}, which is not text.</p>
        <vscode-button class="card-action" @click=${() => void commands.saveResponse()}>Save As…</vscode-button>
      </div>`;
    case 'text':
      return html`${
        body.complete
          ? nothing
          : notice(
              'info',
              html`<span>Only the beginning is shown (${formatSize(body.text.length)} of ${formatSize(size)}).</span>
                <span><button class="link" @click=${() => commands.openResponse()}>Open in Editor</button></span>`,
            )
      }
        <div class="pane-body">${responseEditor.dom}</div>`;
  }
}

function headersView({ headers }: AnsweredOutcome): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Response headers">
    <table class="headers">
      <thead>
        <tr>
          <th scope="col">Header</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        ${headers.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}
      </tbody>
    </table>
  </div>`;
}

function modelErrorView({ status, reason, words, hint, logStreamArn }: ModelErrorOutcome): TemplateResult {
  return html`<div class="failure scroll" tabindex="0" role="region" aria-label="The model’s error">
    <h3><vscode-icon class="failure-icon" name="error"></vscode-icon>${modelErrorTitle(status, reason)}</h3>
    <pre class="words">${words === '' ? 'It gave no explanation.' : words}</pre>
    ${hint ? notice('info', hint) : nothing}
    ${logStreamArn ? html`<dl class="facts"><dt>Log stream</dt><dd>${logStreamArn}</dd></dl>` : nothing}
  </div>`;
}
