import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { commands, settings } from '../../../src/manifest.ts';
import { createModel, until } from '../../local/resources.ts';
import { clientsFor } from '../../local/service.ts';

describe('The commands of the Resources view', () => {
  const model = { connectionId: 'local', kind: 'model', name: 'looked-at' } as const;
  const data = mkdtempSync(join(tmpdir(), 'sagemaker-hosting-data-'));
  const configuration = () => vscode.workspace.getConfiguration(settings.section);

  before(async () => {
    await configuration().update(settings.localDataFolder, data, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand(commands.startLocal);
    const { sagemaker } = clientsFor(JSON.parse(await readFile(join(data, 'service.json'), 'utf8')));
    await createModel(sagemaker, model.name);
    sagemaker.destroy();
  });

  after(async () => {
    await configuration().update(settings.localDataFolder, undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(data, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  });

  it('describe a resource in a read-only JSON document', async () => {
    await vscode.commands.executeCommand(commands.describe, model);
    const { document } = vscode.window.activeTextEditor ?? assert.fail('Nothing was opened.');
    assert.equal(document.uri.scheme, 'sagemaker-hosting');
    assert.equal(document.uri.path, '/Local/models/looked-at.json');
    assert.equal(document.languageId, 'json');
    const description = JSON.parse(document.getText());
    assert.equal(description.ModelName, model.name);
    assert.match(description.CreationTime, /^\d{4}-\d\d-\d\dT/);
    assert.equal(description.$metadata, undefined);
    assert.equal(vscode.workspace.fs.isWritableFileSystem(document.uri.scheme) ?? false, false);
  });

  it('copy name and ARN', async () => {
    await vscode.commands.executeCommand(commands.copyName, model);
    assert.equal(await vscode.env.clipboard.readText(), model.name);
    await vscode.commands.executeCommand(commands.copyArn, model);
    await until(async () => ((await vscode.env.clipboard.readText()).endsWith(':model/looked-at') ? true : undefined));
  });

  it('refresh, also before the view was ever shown', async () => {
    await vscode.commands.executeCommand(commands.refresh);
  });
});
