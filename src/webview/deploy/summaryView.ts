import { html, nothing, type TemplateResult } from 'lit';
import type { Examination } from '../../deploy/messages.ts';
import type { Side } from '../../hosting/deploymentDraft.ts';
import { type DeploymentPlan, plannedInstances } from '../../hosting/deploymentPlan.ts';
import { problemNotice } from '../shared/notices.ts';
import { connectionOf, contextOf, examinationOf, type FormState, shownProblems } from './state.ts';
import type { Dispatch, HostCalls } from './view.ts';

/** What Deploy will do, before it does it. */
export function summaryView(state: FormState, dispatch: Dispatch, host: HostCalls): TemplateResult {
  const examination = examinationOf(state);
  const label = connectionOf(state)?.label ?? 'this connection';
  return html`<section class="summary" aria-labelledby="summary">
    <h2 id="summary">What Deploy will do on ${label}</h2>
    ${outlook(state, examination)}
    <div class="buttons">
      <vscode-button icon="rocket" @click=${() => dispatch({ type: 'deployPressed' })}>Deploy</vscode-button>
      ${
        examination?.plan
          ? html`<vscode-button secondary icon="json" @click=${() => showCalls(examination.plan, host)}
              >Show API calls</vscode-button
            >`
          : nothing
      }
      ${state.isDeployWanted ? html`<span class="help" role="status">Checking…</span>` : nothing}
    </div>
  </section>`;
}

function outlook(state: FormState, examination: Examination | undefined): TemplateResult {
  // While a newer draft is being examined the last plan stays, so that nothing flickers.
  const shown = examination ?? state.examined?.result;
  if (shown?.problem) return problemNotice(shown.problem, 'warning');
  if (!shown?.plan) return html`<p class="help">${nextStep(state)}</p>`;
  return planView(shown.plan, contextOf(state).side);
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

function showCalls(plan: DeploymentPlan | undefined, host: HostCalls): void {
  if (plan) void host.showCalls(plan);
}
