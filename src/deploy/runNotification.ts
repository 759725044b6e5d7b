import * as vscode from 'vscode';
import type { DeploymentStep } from '../hosting/deployment.ts';
import { problemText } from '../hosting/problems.ts';
import type { DeploymentRunner } from './deploymentRunner.ts';
import type { DeploymentRun, RunPhase } from './messages.ts';
import { kindWords, listWords, resourceWords } from './words.ts';

/** What the notification can lead to. */
export interface NotificationLinks {
  isFormOpen(): boolean;
  openForm(): void;
  openScratchpad(run: DeploymentRun): void;
  /** Removes what was made, and shows that. */
  remove(): void;
}

/** Shows a deployment in a notification until it has ended or the form is there again, and then how it ended. */
export function watchInNotification(runner: DeploymentRunner, links: NotificationLinks): void {
  const { run } = runner;
  if (!run) return;
  if (!isUnderWay(run.phase)) return void tellEnd(runner, run, links);
  const title = `${run.phase.kind === 'removing' ? 'Removing' : 'Deploying'} ${run.endpointName} (${run.connection.label})`;
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  void vscode.window.withProgress(options, (progress, token) => {
    token.onCancellationRequested(() => runner.cancel());
    progress.report({ message: stepWords(run) });
    return new Promise<void>((resolve) => {
      const listening = runner.onDidChange((current) => {
        if (current) progress.report({ message: stepWords(current) });
        if (current && isUnderWay(current.phase) && !links.isFormOpen()) return;
        listening.dispose();
        resolve();
      });
    });
  });
}

function isUnderWay({ kind }: RunPhase): boolean {
  return kind === 'running' || kind === 'cancelling' || kind === 'removing';
}

async function tellEnd(runner: DeploymentRunner, run: DeploymentRun, links: NotificationLinks): Promise<void> {
  const { phase, endpointName } = run;
  if (phase.kind === 'inService') {
    const scratchpad = 'Open Request Scratchpad';
    const chosen = await vscode.window.showInformationMessage(`${endpointName} is in service.`, scratchpad);
    if (chosen === scratchpad) links.openScratchpad(run);
    return;
  }
  if (phase.kind !== 'stopped') return;
  const made = phase.made.length > 0 ? ` Made so far: ${listWords(phase.made.map(resourceWords))}.` : '';
  const what = phase.problem ? problemText(phase.problem) : 'The deployment was cancelled.';
  const choices = phase.made.length > 0 ? ['Keep', 'Remove', 'Show'] : ['Show'];
  const chosen = await vscode.window.showWarningMessage(`${endpointName}: ${what}${made}`, ...choices);
  // The notification may have been there long enough for the form to have decided it.
  if (runner.run?.phase !== phase) return;
  if (chosen === 'Keep') runner.dismiss();
  if (chosen === 'Remove') links.remove();
  if (chosen === 'Show') links.openForm();
}

function stepWords({ phase, steps }: DeploymentRun): string {
  if (phase.kind === 'cancelling') return 'cancelling…';
  if (phase.kind === 'removing') return phase.now;
  const running = steps.find(({ state }) => state === 'running');
  return running ? runningWords(running) : '';
}

function runningWords({ kind, name }: DeploymentStep): string {
  return kind === 'inService' ? 'waiting until it is in service…' : `creating ${kindWords[kind]} ${name}…`;
}
