import '@vscode-elements/elements/dist/vscode-icon/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type { Problem } from '../../hosting/problems.ts';

/** How grave a notice is. */
export type NoticeKind = 'info' | 'warning' | 'error';

/** A message that concerns the whole page. */
export function notice(kind: NoticeKind, content: TemplateResult | string): TemplateResult {
  return html`<div class=${`notice ${kind}`} role=${kind === 'info' ? 'status' : 'alert'}>
    <vscode-icon name=${kind}></vscode-icon>
    <div>${content}</div>
  </div>`;
}

/** A problem: what is wrong, the service's own words, and what to do. Lines after the first are what a program has printed. */
export function problemNotice(problem: Problem, kind: NoticeKind = 'error'): TemplateResult {
  const { title, detail, next } = problem;
  const [words = '', ...output] = detail.trim().split('\n');
  return notice(
    kind,
    html`<strong>${title}</strong>
      <span>${words}</span>
      ${output.length > 0 ? html`<pre class="output" tabindex="0">${output.join('\n')}</pre>` : nothing}
      ${next === undefined ? nothing : html`<span>${next}</span>`}`,
  );
}
