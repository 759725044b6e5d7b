import '@vscode-elements/elements/dist/vscode-split-layout/index.js';
import { html, type TemplateResult } from 'lit';
import { requestPane } from './requestPane.ts';
import { responsePane } from './responsePane.ts';
import type { State } from './state.ts';
import { endpointNotice, toolbar } from './toolbar.ts';
import type { ViewParts } from './viewParts.ts';

/** The whole page. */
export function scratchpadView(state: State, parts: ViewParts): TemplateResult {
  return html`${toolbar(state, parts)} ${endpointNotice(state)}
    <vscode-split-layout
      .split=${state.layout === 'wide' ? 'vertical' : 'horizontal'}
      initial-handle-position="50%"
      min-start="120px"
      min-end="160px"
    >
      ${requestPane(state, parts)} ${responsePane(state, parts)}
    </vscode-split-layout>`;
}
