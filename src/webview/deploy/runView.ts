import { html, nothing, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import type { DeploymentRun } from '../../deploy/messages.ts';
import type { DeploymentStep, MadeResource, StepState } from '../../hosting/deployment.ts';
import { problemNotice } from '../shared/notices.ts';
import type { HostCalls } from './viewParts.ts';

/** A deployment under way, or how it ended. */
export function runView(run: DeploymentRun, now: number, host: HostCalls): TemplateResult {
  const elapsed = Math.max(0, Math.round((now - run.startedAt) / 1000));
  return html`
    <header>
      <h1 tabindex="-1">${heading(run)}</h1>
      <p class="help">on ${run.connection.label}</p>
    </header>
    <ol class="steps">${run.steps.map((step) => stepView(step, elapsed))}</ol>
    <p class="visually-hidden" role="status">${announcement(run)}</p>
    ${ending(run)}
    <div class="buttons">${buttons(run, host)}</div>
  `;
}

const kindWords: Readonly<Record<DeploymentStep['kind'], string>> = {
  model: 'Model',
  endpointConfig: 'Endpoint configuration',
  endpoint: 'Endpoint',
  inService: 'InService',
};

const stateIcons: Readonly<Record<StepState, string>> = {
  waiting: 'circle-large-outline',
  exists: 'check',
  running: 'loading',
  done: 'pass-filled',
  failed: 'error',
  cancelled: 'circle-slash',
};

const stateWords: Readonly<Record<StepState, string>> = {
  waiting: '',
  exists: 'there already',
  running: '',
  done: '',
  failed: 'failed',
  cancelled: 'cancelled',
};

function stepView({ kind, name, state }: DeploymentStep, elapsed: number): TemplateResult {
  const isRunning = state === 'running';
  return html`<li class=${classMap({ [state]: true })} aria-current=${isRunning ? 'step' : 'false'}>
    <vscode-icon name=${stateIcons[state]} ?spin=${isRunning}></vscode-icon>
    <span>${kindWords[kind]}</span>
    ${kind === 'inService' ? html`<span></span>` : html`<code>${name}</code>`}
    <span class="help">${isRunning ? seconds(elapsed) : stateWords[state]}</span>
  </li>`;
}

function heading({ phase, endpointName }: DeploymentRun): string {
  switch (phase.kind) {
    case 'running':
      return `Deploying ${endpointName}`;
    case 'cancelling':
      return `Cancelling ${endpointName}`;
    case 'inService':
      return `${endpointName} is in service`;
    case 'stopped':
      return phase.problem ? `${endpointName} was not deployed` : `Deploying ${endpointName} was cancelled`;
    case 'removing':
      return `Removing what was made for ${endpointName}`;
  }
}

function announcement({ phase, steps, endpointName }: DeploymentRun): string {
  if (phase.kind === 'inService') return `${endpointName} is in service.`;
  if (phase.kind === 'removing') return phase.now;
  const running = steps.find(({ state }) => state === 'running');
  return running ? `${kindWords[running.kind]} ${running.name}` : '';
}

function ending({ phase }: DeploymentRun): TemplateResult | typeof nothing {
  switch (phase.kind) {
    case 'cancelling':
      return html`<p class="help" role="status">The call under way is finished first, so that nothing is left unknown.</p>`;
    case 'inService':
      return html`<p>In service after ${seconds(Math.max(1, Math.round(phase.seconds)))}. It answers requests now.</p>`;
    case 'removing':
      return html`<p class="help">${phase.now}</p>`;
    case 'stopped':
      return html`${phase.problem ? problemNotice(phase.problem) : nothing}${madeView(phase.made)}`;
    case 'running':
      return nothing;
  }
}

function madeView(made: readonly MadeResource[]): TemplateResult {
  if (made.length === 0) return html`<p>Nothing was created.</p>`;
  return html`<section>
      <p>These were created. Keep them, or remove them again, the last one first.</p>
      <ul class="made">
        ${made.map(({ kind, name }) => html`<li>${kindWords[kind]} <code>${name}</code></li>`)}
      </ul>
    </section>`;
}

function buttons({ phase, variantCount }: DeploymentRun, host: HostCalls): TemplateResult | typeof nothing {
  switch (phase.kind) {
    case 'running':
    case 'removing':
      return html`<vscode-button secondary @click=${() => void host.cancel.asEvent()}
        >${phase.kind === 'running' ? 'Cancel' : 'Stop'}</vscode-button
      >`;
    case 'cancelling':
      return nothing;
    case 'inService':
      return html`
        <vscode-button icon="beaker" @click=${() => void host.openScratchpad.asEvent()}>Open Request Scratchpad</vscode-button>
        ${
          variantCount > 1
            ? html`<vscode-button secondary icon="settings" @click=${() => void host.shiftTraffic.asEvent()}
                >Shift Traffic…</vscode-button
              >`
            : nothing
        }
        <vscode-button secondary @click=${() => void host.startOver()}>Deploy another</vscode-button>
      `;
    case 'stopped':
      return phase.made.length === 0
        ? html`<vscode-button @click=${() => void host.keep.asEvent()}>Back to the form</vscode-button>`
        : html`
            <vscode-button @click=${() => void host.remove.asEvent()}>Remove</vscode-button>
            <vscode-button secondary @click=${() => void host.keep.asEvent()}>Keep</vscode-button>
          `;
  }
}

function seconds(count: number): string {
  return count < 120 ? `${count} s` : `${Math.floor(count / 60)} min ${count % 60} s`;
}
