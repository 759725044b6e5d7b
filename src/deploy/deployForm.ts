import * as vscode from 'vscode';
import { problemContext } from '../connections/index.ts';
import { artifactText } from '../hosting/artifactLocation.ts';
import { checkDraft, type DeploymentDraft } from '../hosting/deploymentDraft.ts';
import { apiCalls, type DeploymentPlan } from '../hosting/deploymentPlan.ts';
import { commands, panels } from '../manifest.ts';
import { pollingMs } from '../window/pollingInterval.ts';
import type { ResourceTarget } from '../window/resourceTarget.ts';
import { showProblem } from '../window/showProblem.ts';
import { createPanel, WebviewPanel } from '../window/webviewPanel.ts';
import { confirmDeployment } from './confirmDeployment.ts';
import { connectionChoices, pathBase } from './deployContext.ts';
import { DeploymentRunner } from './deploymentRunner.ts';
import { draftFor, type FormRequest, freshDraft } from './draftFor.ts';
import { DraftStore } from './draftStore.ts';
import { Examiner, type Place } from './examiner.ts';
import { JsonDocuments } from './jsonDocuments.ts';
import type { DeployHostFunctions, DeploymentRun, DeployPageFunctions, DeployStart, Examination } from './messages.ts';
import type { DeployRoom } from './room.ts';
import { watchInNotification } from './runNotification.ts';
import { findArtifacts } from './suggestions.ts';

/** The deploy form: one panel, one draft, one deployment at a time. The deployment goes on when the panel is closed. */
export class DeployForm implements vscode.Disposable {
  readonly #dependencies: DeployRoom;
  readonly #store: DraftStore;
  readonly #examiner = new Examiner();
  readonly #runner = new DeploymentRunner();
  readonly #documents = new JsonDocuments('sagemaker-hosting-calls');
  readonly #disposables: vscode.Disposable[] = [];
  #panel: WebviewPanel<DeployHostFunctions, DeployPageFunctions> | undefined;
  #draft: DeploymentDraft | undefined;
  #examination = new AbortController();
  #isDisposed = false;

  constructor(dependencies: DeployRoom) {
    this.#dependencies = dependencies;
    this.#store = new DraftStore(dependencies.context.workspaceState);
    const { connections } = dependencies;
    this.#disposables.push(
      this.#runner,
      this.#documents,
      this.#runner.onDidChange((run) => this.#panel?.page.showRun.asEvent(run)),
      connections.onDidChangeConnections(() => void this.#restart()),
      connections.onDidChangeResource(() => this.#examiner.forget()),
    );
  }

  /** Shows the form, filled in with what the command was called on. */
  async open(request: FormRequest): Promise<void> {
    if (this.#runner.isOpen) return this.#reveal();
    this.#runner.dismiss();
    const base = pathBase();
    const draft = await draftFor(request, this.#kept(), await this.#prefilled(), base);
    if (!draft) return;
    if (isAsked(request)) await this.#keep(draft);
    const isOpen = this.#panel !== undefined;
    this.#reveal();
    if (isOpen) await this.#restart();
  }

  /** Takes over a panel that VS Code has kept over a reload of the window. */
  restore(panel: vscode.WebviewPanel): void {
    if (this.#panel) panel.dispose();
    else this.#adopt(panel);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#examination.abort();
    this.#panel?.dispose();
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #reveal(): void {
    if (this.#panel) this.#panel.panel.reveal();
    else this.#adopt(createPanel(panels.deploy, 'Deploy Model', this.#dependencies.context.extensionUri));
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#panel = new WebviewPanel<DeployHostFunctions, DeployPageFunctions>(panel, {
      extensionUri: this.#dependencies.context.extensionUri,
      page: 'deploy',
      title: 'Deploy Model',
      functions: this.#functions(),
    });
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#examination.abort();
      if (this.#runner.isOpen && !this.#isDisposed) this.#watchFromAfar();
    });
  }

  #functions(): DeployHostFunctions {
    return {
      open: () => this.#start(),
      saveDraft: (draft) => {
        if (!this.#runner.run) void this.#keep(draft);
      },
      examine: (draft, isNameEntered) => this.#examine(draft, isNameEntered),
      chooseArtifact: (kind) => chooseArtifact(kind),
      showCalls: (plan) => this.#documents.show(`${plan.endpoint.EndpointName} API calls`, apiCalls(plan)),
      deploy: (draft, plan) => this.#deploy(draft, plan),
      cancel: () => this.#runner.cancel(),
      keep: () => this.#runner.dismiss(),
      remove: () => void this.#remove(),
      startOver: () => this.#startOver(),
      openScratchpad: () => this.#runOnEndpoint(commands.openScratchpad, this.#runner.run),
      shiftTraffic: () => this.#runOnEndpoint(commands.shiftTraffic, this.#runner.run),
    };
  }

  async #start(): Promise<DeployStart> {
    const connections = connectionChoices(this.#dependencies.connections);
    const draft = this.#kept() ?? (await this.#prefilled());
    const isConnected = connections.some(({ id }) => id === draft.connectionId);
    return {
      connections,
      base: pathBase(),
      suggestions: await this.#suggestions(),
      draft: isConnected ? draft : { ...draft, connectionId: connections[0]?.id ?? '' },
      roles: this.#store.roles(),
      run: this.#runner.run,
    };
  }

  async #restart(): Promise<void> {
    if (this.#panel) this.#panel.page.restart.asEvent(await this.#start());
  }

  /** What someone has filled in and not deployed yet. */
  #kept(): DeploymentDraft | undefined {
    this.#draft ??= this.#store.draft();
    return this.#draft;
  }

  /** What the form shows to someone who has not touched it: the first artifact of the workspace, ready to deploy. */
  async #prefilled(): Promise<DeploymentDraft> {
    const [connection] = this.#dependencies.connections.list();
    const [artifact] = await this.#suggestions();
    return freshDraft(artifact, connection?.id ?? '', pathBase());
  }

  async #suggestions(): Promise<string[]> {
    const source = new vscode.CancellationTokenSource();
    try {
      return (await findArtifacts(source.token)).map(({ fsPath }) => artifactText(fsPath, pathBase()));
    } finally {
      source.dispose();
    }
  }

  async #keep(draft: DeploymentDraft): Promise<void> {
    this.#draft = draft;
    await this.#store.saveDraft(draft);
  }

  async #examine(draft: DeploymentDraft, isNameEntered: boolean): Promise<Examination> {
    this.#examination.abort();
    this.#examination = new AbortController();
    const { signal } = this.#examination;
    try {
      return await this.#examiner.examine(draft, isNameEntered, this.#place(draft), signal);
    } catch {
      // Aborted: a newer draft is being examined, and the page drops what belongs to an older one.
      return { draft, artifacts: {} };
    }
  }

  #place(draft: DeploymentDraft): Place {
    const { connections } = this.#dependencies;
    const choice = connectionChoices(connections).find(({ id }) => id === draft.connectionId);
    return {
      connectionId: draft.connectionId,
      hosting: connections.hosting(draft.connectionId),
      context: { side: choice?.side ?? 'local', ...pathBase() },
      problemContext: problemContext(connections, draft.connectionId),
    };
  }

  async #deploy(draft: DeploymentDraft, plan: DeploymentPlan): Promise<void> {
    const { connections, watched, log } = this.#dependencies;
    const connection = connectionChoices(connections).find(({ id }) => id === draft.connectionId);
    if (!connection || this.#runner.isOpen || !checkDraft(draft, this.#place(draft).context).ok) return;
    if (!(await confirmDeployment(connection, plan))) return;
    await this.#keep(draft);
    if (connection.side !== 'local') await this.#store.saveRole(connection.id, draft.executionRoleArn.trim());
    // It may have been pressed twice.
    if (this.#runner.isOpen) return;
    log.info(`Deploying ${plan.endpoint.EndpointName} to ${connection.label}.`);
    const hosting = connections.hosting(connection.id);
    void this.#runner
      .start({
        connection,
        hosting,
        plan,
        pollingMs: pollingMs(),
        problemContext: problemContext(connections, connection.id),
        watch: watched.watch({ connectionId: connection.id, kind: 'endpoint', name: plan.endpoint.EndpointName }),
      })
      .then(() => this.#afterRun());
  }

  async #remove(): Promise<void> {
    const removing = this.#runner.remove();
    if (!this.#panel) this.#watchFromAfar();
    await removing;
    if (!this.#panel?.panel.visible) this.#watchFromAfar();
  }

  async #afterRun(): Promise<void> {
    if (this.#runner.run?.phase.kind === 'inService') {
      await this.#store.saveDraft(undefined);
      this.#draft = undefined;
    }
    if (!this.#panel?.panel.visible) this.#watchFromAfar();
  }

  async #startOver(): Promise<void> {
    this.#draft = undefined;
    await this.#store.saveDraft(undefined);
    if (this.#panel) this.#panel.page.restart.asEvent({ ...(await this.#start()), run: undefined });
    this.#runner.dismiss();
  }

  /** While the form is not there to show it, a notification does. */
  #watchFromAfar(): void {
    watchInNotification(this.#runner, {
      isFormOpen: () => this.#panel !== undefined,
      openForm: () => this.#reveal(),
      openScratchpad: (run) => this.#runOnEndpoint(commands.openScratchpad, run),
      remove: () => void this.#remove(),
    });
  }

  #runOnEndpoint(command: string, run: DeploymentRun | undefined): void {
    if (!run) return;
    const target: ResourceTarget = { connectionId: run.connection.id, kind: 'endpoint', name: run.endpointName };
    vscode.commands.executeCommand(command, target).then(undefined, (error: unknown) => {
      showProblem(error, `open ${run.endpointName}`, this.#dependencies.log);
    });
  }
}

function isAsked({ artifact, connectionId }: FormRequest): boolean {
  return artifact !== undefined || connectionId !== undefined;
}

async function chooseArtifact(kind: 'file' | 'folder'): Promise<string | undefined> {
  const [chosen] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: kind === 'file',
      canSelectFolders: kind === 'folder',
      defaultUri: vscode.workspace.workspaceFolders?.[0]?.uri,
      openLabel: 'Choose',
      title: kind === 'file' ? 'Choose a model artifact' : 'Choose the folder of a model',
      ...(kind === 'file' ? { filters: { 'Model artifacts': ['tar.gz', 'tgz', 'gz', 'onnx'] } } : {}),
    })) ?? [];
  return chosen && artifactText(chosen.fsPath, pathBase());
}
