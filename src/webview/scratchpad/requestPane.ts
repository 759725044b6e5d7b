import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { PAYLOAD_WARNING_BYTES } from '../../api/runtime.ts';
import type { PayloadFile, RequestBody } from '../../scratchpad/messages.ts';
import { notice } from '../shared/notices.ts';
import { bodyProblem, lineOf } from './bodyCheck.ts';
import { remembered } from './remembered.ts';
import type { State } from './state.ts';
import type { ViewParts } from './viewParts.ts';
import { formatSize } from './words.ts';

/** The body of the request, to be written or chosen. */
export function requestPane(state: State, parts: ViewParts): TemplateResult {
  const { body } = state;
  return html`<section class="pane request" aria-label="Request body">
    <div class="pane-head">
      <h2>Body</h2>
      <span class="help">${sourceWords(state)}</span>
      <span class="gap"></span>
      <span class="help size">${formatSize(bodySize(body))}</span>
      <vscode-toolbar-button
        icon="folder-opened"
        label="Open Payload File…"
        title="Open Payload File…"
        @click=${() => void parts.commands.choosePayload()}
      ></vscode-toolbar-button>
    </div>
    ${sizeNotice(body)}
    <div class="pane-body">
      ${body.kind === 'file' ? fileCard(body.file, parts) : parts.requestEditor.dom}
    </div>
    ${checkNotice(state)}
  </section>`;
}

function sourceWords({ source }: State): string {
  if (!source) return '';
  if (source.edited) return `${source.name}, edited here`;
  return source.unsaved ? `${source.name}, with the changes not yet saved` : source.name;
}

function fileCard({ name, size, reason }: PayloadFile, { dispatch }: ViewParts): TemplateResult {
  return html`<div class="card">
    <vscode-icon name="file-binary" size="32"></vscode-icon>
    <p><strong>${name}</strong> (${formatSize(size)}), sent as it is.</p>
    <p class="help">${reason === 'large' ? 'It is too large to be edited here.' : 'It is not text, so it cannot be edited here.'}</p>
    <vscode-button class="card-action" secondary @click=${() => dispatch({ type: 'bodyCleared' })}>Write a Body Instead</vscode-button>
  </div>`;
}

function sizeNotice(body: RequestBody): TemplateResult | typeof nothing {
  const size = bodySize(body);
  if (size <= PAYLOAD_WARNING_BYTES) return nothing;
  return notice(
    'warning',
    `${formatSize(size)} is more than the ${formatSize(PAYLOAD_WARNING_BYTES)} that every real-time endpoint takes. It may be refused.`,
  );
}

/** Says it beside the editor too, where a screen reader finds it. Sending is never blocked by it. */
function checkNotice({ body, contentType }: State): TemplateResult | typeof nothing {
  if (body.kind === 'file') return nothing;
  const problem = checked(body.text, contentType);
  return problem
    ? notice('warning', `Line ${lineOf(body.text, problem.position)}: ${problem.message}`, false)
    : nothing;
}

const checked = remembered(bodyProblem);
const textSize = remembered((text: string) => new TextEncoder().encode(text).length);

function bodySize(body: RequestBody): number {
  return body.kind === 'file' ? body.file.size : textSize(body.text);
}
