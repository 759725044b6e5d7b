import * as vscode from 'vscode';
import type { Problem, ProblemContext } from '../hosting/problem.ts';
import { explain, problemText } from '../hosting/problems.ts';
import { type CommandId, commands } from '../manifest.ts';

interface Way {
  readonly title: string;
  readonly command: CommandId | 'workbench.trust.manage';
}

const showLog: Way = { title: 'Show Log', command: commands.showLog };
const refresh: Way = { title: 'Refresh', command: commands.refresh };
const addConnection: Way = { title: 'Add Connection…', command: commands.addConnection };
const startLocal: Way = { title: 'Start Local Service', command: commands.startLocal };
const manageTrust: Way = { title: 'Manage Workspace Trust', command: 'workbench.trust.manage' };

/**
 * Tells a person that something went wrong, in one notification with the ways out; writes it to the log. What they cancelled
 * themselves is not told.
 * @param action what was attempted, to follow “Could not”: `delete endpoint canary`
 */
export function showProblem(
  error: unknown,
  action: string,
  log: vscode.LogOutputChannel,
  context: ProblemContext = {},
): void {
  const problem = explain(error, context);
  if (problem.kind === 'cancelled') return;
  log.error(`Could not ${action}. ${problemText(problem)}${causes(error)}`);
  const ways = waysOut(problem);
  void vscode.window
    .showErrorMessage(`Could not ${action}. ${problemText(problem)}`, ...ways.map(({ title }) => title))
    .then((chosen) => {
      const way = ways.find(({ title }) => title === chosen);
      if (way !== undefined) void vscode.commands.executeCommand(way.command);
    });
}

function waysOut({ kind }: Problem): readonly Way[] {
  switch (kind) {
    case 'noCredentials':
      return [refresh, addConnection, showLog];
    case 'expiredCredentials':
    case 'notFound':
    case 'network':
    case 'timeout':
      return [refresh, showLog];
    case 'localFailed':
      return [startLocal, showLog];
    case 'untrusted':
      return [manageTrust];
    case 'validation':
    case 'modelError':
    case 'cancelled':
      return [];
    default:
      return [showLog];
  }
}

/** Messages alone: an SDK error's other members may hold the request. */
function causes(error: unknown): string {
  const messages: string[] = [];
  let cause = error instanceof Error ? error.cause : undefined;
  while (cause instanceof Error && messages.length < 5) {
    messages.push(cause.message);
    cause = cause.cause;
  }
  return messages.map((message) => ` Cause: ${message}`).join('');
}
