import * as v from 'valibot';
import type * as vscode from 'vscode';
import type { DeploymentDraft } from '../hosting/deploymentDraft.ts';

const variantDraft = v.object({
  key: v.number(),
  name: v.string(),
  artifact: v.string(),
  image: v.string(),
  instanceType: v.string(),
  instanceCount: v.string(),
  weight: v.string(),
});

const deploymentDraft = v.object({
  connectionId: v.string(),
  endpointName: v.string(),
  executionRoleArn: v.string(),
  variants: v.pipe(v.array(variantDraft), v.minLength(1)),
});

const roles = v.record(v.string(), v.string());

const draftKey = 'deploy.draft';
const rolesKey = 'deploy.executionRoles';

/** What the deploy form keeps in the workspace: the draft that has not been deployed, and each connection's execution role. */
export class DraftStore {
  readonly #memento: vscode.Memento;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
  }

  /** Undefined where there is none. */
  draft(): DeploymentDraft | undefined {
    const read = v.safeParse(deploymentDraft, this.#memento.get(draftKey));
    return read.success ? read.output : undefined;
  }

  async saveDraft(draft: DeploymentDraft | undefined): Promise<void> {
    await this.#memento.update(draftKey, draft);
  }

  /** The role last deployed with, by connection. */
  roles(): Readonly<Record<string, string>> {
    const read = v.safeParse(roles, this.#memento.get(rolesKey));
    return read.success ? read.output : {};
  }

  async saveRole(connectionId: string, role: string): Promise<void> {
    await this.#memento.update(rolesKey, { ...this.roles(), [connectionId]: role });
  }
}
