import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useWorkbench, type Workbench } from './fixture.ts';

const deployModel = 'Deploy Model…';

async function chooseArtifact(workbench: Workbench, name: string): Promise<void> {
  await workbench.openView('Explorer');
  await workbench.expand(workbench.row('language-id'));
  await workbench.expand(workbench.row('artifacts'));
  await workbench.chooseFromContextMenu(workbench.row(name), deployModel);
}

describe('Deploy Model… from the Explorer', () => {
  const open = useWorkbench();

  it('opens the form for the artifact that was clicked', async () => {
    const { workbench } = open();
    await chooseArtifact(workbench, 'lande-int8.tar.gz');
    await workbench.webview.getByText('language-id-lande-int8', { exact: true }).waitFor();
  });

  it('offers to add another artifact as a variant', async () => {
    const { workbench } = open();
    await chooseArtifact(workbench, 'lande-fp32.tar.gz');
    await workbench.quickPick('Add as another variant').click();
    await workbench.webview.getByText('language-id-lande-fp32', { exact: true }).waitFor();
    await workbench.webview.getByText('language-id-lande-int8', { exact: true }).waitFor();
  });

  it('or to start anew', async () => {
    const { workbench } = open();
    await chooseArtifact(workbench, 'lande-fp32.tar.gz');
    await workbench.quickPick('Start a new deployment').click();
    await workbench.webview.getByText('language-id-lande-int8', { exact: true }).waitFor({ state: 'detached' });
    await workbench.webview.getByText('language-id-lande-fp32', { exact: true }).waitFor();
  });

  it('goes on in a notification when the form is closed', async () => {
    const { workbench, workspace = '' } = open();
    const source = `import { createServer } from 'node:http';
setTimeout(() => createServer((_, response) => response.end()).listen(process.env.SAGEMAKER_BIND_TO_PORT), 3000);`;
    mkdirSync(join(workspace, 'slow'));
    writeFileSync(join(workspace, 'slow', 'serve.mjs'), source);
    await workbench.chooseFromContextMenu(workbench.row('slow'), deployModel);
    await workbench.quickPick('Start a new deployment').click();
    await workbench.webview.getByText('slow-config', { exact: true }).waitFor();
    await workbench.webview.getByRole('button', { name: 'Deploy', exact: true }).click();
    await workbench.webview.getByRole('heading', { name: 'Deploying slow' }).waitFor();
    await workbench.runCommand('View: Close Editor');
    await workbench.toast('Deploying slow (Local)').waitFor();
    await workbench.toast('slow is in service.').waitFor();
    await workbench.pressInToast('slow is in service.', 'Open Request Scratchpad');
    await workbench.tab(/slow/).waitFor();
  });

  it('is cancelled in the notification, which names what was made and shows how it is removed', async () => {
    const { workbench } = open();
    await workbench.chooseFromContextMenu(workbench.row('slow'), deployModel);
    await workbench.webview.getByText('slow-2', { exact: true }).first().waitFor();
    await workbench.webview.getByRole('button', { name: 'Deploy', exact: true }).click();
    await workbench.webview.locator('li.running', { hasText: 'InService' }).waitFor();
    await workbench.runCommand('View: Close Editor');
    await workbench.pressInToast('Deploying slow-2 (Local)', 'Cancel');
    await workbench.toast(/slow-2: The deployment was cancelled\. Made so far: .* and endpoint slow-2\./).waitFor();
    await workbench.pressInToast('slow-2: The deployment was cancelled', 'Remove');
    await workbench.toast(/Removing slow-2 \(Local\).*Waiting until endpoint slow-2 can be deleted/).waitFor();
    await workbench.toast('Removing slow-2').waitFor({ state: 'detached' });
    assert.equal(await workbench.toasts('slow-2').count(), 0);
    await workbench.openView('SageMaker Hosting');
    await workbench.row('Endpoints, 1').waitFor();
  });

  it('says nothing more when the form that showed the endpoint in service is closed', async () => {
    const { workbench } = open();
    await workbench.runCommand('SageMaker: Deploy Model…');
    await workbench.webview.getByText('Create endpoint', { exact: true }).waitFor();
    await workbench.webview.getByRole('button', { name: 'Deploy', exact: true }).click();
    await workbench.webview.getByRole('heading', { name: /is in service$/ }).waitFor();
    await workbench.runCommand('View: Close Editor');
    await workbench.clickViewAction('Resources', 'Deploy Model…');
    await workbench.webview.getByRole('heading', { name: 'Deploy a model' }).waitFor();
    assert.equal(await workbench.toasts('is in service').count(), 0);
  });
});
