import '@vscode-elements/elements/dist/vscode-icon/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type { Problem } from '../../hosting/problem.ts';

/** How grave a notice is. */
export type NoticeKind = 'info' | 'warning' | 'error';

/**
 * A message in a box of its own.
 * @param isSpoken whether screen readers say it when it comes up: not where it changes with every key
 */
export function notice(kind: NoticeKind, content: TemplateResult | string, isSpoken = true): TemplateResult {
  const role = kind === 'error' ? 'alert' : 'status';
  return html`<div class=${`notice ${kind}`} role=${isSpoken ? role : nothing}>
    <vscode-icon name=${kind}></vscode-icon>
    <div>${content}</div>
  </div>`;
}

/** A problem: what is wrong, the service's own words, and what to do. Lines after the first are what a program has printed. */
export function problemNotice(problem: Omit<Problem, 'kind'>, kind: NoticeKind = 'error'): TemplateResult {
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
