import { html, nothing, type TemplateResult } from 'lit';
import type { Examination } from '../../deploy/messages.ts';
import type { Side } from '../../hosting/deploymentDraft.ts';
import { type DeploymentPlan, plannedInstances } from '../../hosting/deploymentPlan.ts';
import { problemNotice } from '../shared/notices.ts';
import { connectionOf, contextOf, type FormState, outlookOf, shownProblems } from './state.ts';
import type { Dispatch, HostCalls } from './viewParts.ts';

/** What Deploy will do, before it does it. */
export function summaryView(state: FormState, dispatch: Dispatch, host: HostCalls): TemplateResult {
  const { isCurrent, examination } = outlookOf(state);
  const plan = examination?.plan;
  return html`<section class="summary" aria-labelledby="summary">
    <div class="summary-head">
      <h2 id="summary">What Deploy will do on ${connectionOf(state)?.label ?? 'this connection'}</h2>
      <span class="help" role=${state.isDeployWanted ? 'status' : nothing}>${isCurrent ? nothing : 'Checking…'}</span>
    </div>
    <div class="outlook" aria-busy=${!isCurrent}>${outlookView(state, examination)}</div>
    <div class="buttons">
      <vscode-button icon="rocket" @click=${() => dispatch({ type: 'deployPressed' })}>Deploy</vscode-button>
      ${
        plan
          ? html`<vscode-button secondary icon="json" .disabled=${!isCurrent} @click=${() => {
              if (isCurrent) void host.showCalls(plan);
            }}
              >Show API calls</vscode-button
            >`
          : nothing
      }
    </div>
  </section>`;
}

function outlookView(state: FormState, examination: Examination | undefined): TemplateResult {
  if (examination?.problem) return problemNotice(examination.problem, 'warning');
  if (!examination?.plan) return html`<p class="help">${nextStep(state)}</p>`;
  return planView(examination.plan, contextOf(state).side);
}

function nextStep(state: FormState): string {
  if (!state.examined) return 'Looking at the artifact and at the names in use…';
  return shownProblems(state).size > 0
    ? 'Correct the fields that are marked to see which resources it creates.'
    : 'Fill in the form to see which resources it creates.';
}

function planView(plan: DeploymentPlan, side: Side): TemplateResult {
  const config = plan.endpointConfig;
  return html`<ul class="plan">
      ${plan.models.map(({ input, exists }) => planLine('model', input.ModelName, exists))}
      ${planLine('endpoint configuration', config.input.EndpointConfigName, config.exists)}
      ${planLine('endpoint', plan.endpoint.EndpointName, false)}
    </ul>
    <p class="help">${instancesInWords(plan, side)}</p>`;
}

function planLine(kind: string, name: string, exists: boolean): TemplateResult {
  return html`<li>
    <vscode-icon name=${exists ? 'check' : 'add'}></vscode-icon>
    <span>${exists ? 'Use' : 'Create'} ${kind}</span>
    <code>${name}</code>
    ${exists ? html`<span class="help">is there already, exactly so</span>` : nothing}
  </li>`;
}

function instancesInWords(plan: DeploymentPlan, side: Side): string {
  const counts = [...plannedInstances(plan)];
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  if (side === 'local')
    return total === 1 ? 'Starts 1 process on this machine.' : `Starts ${total} processes on this machine.`;
  const types = counts.map(([type, count]) => `${count} × ${type}`).join(', ');
  return `Starts ${types}. AWS bills every instance by the time it runs, until the endpoint is deleted.`;
}
