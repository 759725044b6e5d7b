import { html, type TemplateResult } from 'lit';
import { requestPane } from './requestPane.ts';
import { responsePane } from './responsePane.ts';
import { splitter } from './splitter.ts';
import type { State } from './state.ts';
import { endpointNotice, toolbar } from './toolbar.ts';
import type { ViewParts } from './viewParts.ts';

/** The whole page. */
export function scratchpadView(state: State, parts: ViewParts): TemplateResult {
  return html`<h1 class="visually-hidden">Request scratchpad</h1>
    ${toolbar(state, parts)} ${endpointNotice(state)}
    ${splitter({
      layout: state.layout,
      percent: state.split,
      start: requestPane(state, parts),
      end: responsePane(state, parts),
      onMove: (percent) => parts.dispatch({ type: 'splitMoved', percent }),
    })}`;
}
