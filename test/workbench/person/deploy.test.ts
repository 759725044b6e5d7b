import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { useWorkbench, type Workbench } from './fixture.ts';

/** Opens the form and waits until it knows what it would do. */
async function openForm(workbench: Workbench): Promise<FrameLocator> {
  await workbench.openView('SageMaker Hosting');
  await workbench.runCommand('SageMaker: Deploy Model…');
  await workbench.webview.getByRole('heading', { name: 'Deploy a model' }).waitFor();
  return workbench.webview;
}

async function deploy(webview: FrameLocator): Promise<void> {
  await webview.getByRole('button', { name: 'Deploy', exact: true }).click();
}

async function writeProgram(workspace: string, name: string, source: string): Promise<void> {
  mkdirSync(join(workspace, name), { recursive: true });
  writeFileSync(join(workspace, name, 'serve.mjs'), source);
}

describe('Deploy Model… in the sample workspace', () => {
  const open = useWorkbench();

  it('comes filled in, and says what it would create', async () => {
    const webview = await openForm(open().workbench);
    await webview.getByText('language-id-lande-fp32', { exact: true }).waitFor();
    await webview.getByText('language-id-config', { exact: true }).waitFor();
    await webview.getByText('Starts 1 process on this machine.').waitFor();
    assert.equal(await webview.getByLabel('Endpoint name').inputValue(), 'language-id');
  });

  it('shows the very calls it would make', async () => {
    const { workbench } = open();
    await workbench.webview.getByRole('button', { name: 'Show API calls' }).click();
    await workbench.tab('language-id API calls.json').waitFor();
    assert.match(await workbench.editorText(), /"operation": "CreateModel"/);
    await workbench.runCommand('View: Close Editor');
  });

  it('keeps the draft when it is closed, and over a reload of the window', async () => {
    const { workbench } = open();
    await workbench.webview.getByRole('button', { name: 'Add variant' }).click();
    await workbench.webview.getByRole('button', { name: 'Canary 5 %' }).click();
    await workbench.webview.getByText('language-id-lande-int8', { exact: true }).waitFor();
    await workbench.runCommand('View: Close Editor');
    const again = await openForm(workbench);
    await again.getByText('language-id-lande-int8', { exact: true }).waitFor();
    await workbench.runCommand('Developer: Reload Window');
    await workbench.page.waitForEvent('load');
    await workbench.webview.getByText('language-id-lande-int8', { exact: true }).waitFor();
    assert.equal(await workbench.webview.getByRole('slider', { name: 'Weight of lande-int8' }).inputValue(), '5');
  });

  it('shows shares live, by slider and by number, to assistive technology too', async () => {
    const { webview } = open().workbench;
    const slider = webview.getByRole('slider', { name: 'Weight of lande-int8' });
    assert.equal(await slider.getAttribute('aria-valuetext'), '5 %');
    await slider.press('ArrowRight');
    assert.equal(await slider.getAttribute('aria-valuetext'), '5.9 %');
    await webview.getByRole('textbox', { name: 'Weight of lande-int8 as a number' }).fill('95');
    await webview.getByRole('status').getByText('lande-fp32 50 %, lande-int8 50 %').waitFor({ state: 'attached' });
    await webview.getByRole('button', { name: 'Canary 5 %' }).click();
  });

  it('brings the endpoint into service, which the tree shows by itself', async () => {
    const { workbench } = open();
    const { webview } = workbench;
    await deploy(webview);
    await webview.getByRole('heading', { name: 'language-id is in service' }).waitFor();
    await workbench.row(/^endpoint language-id\b/i).waitFor();
    await webview.getByRole('button', { name: 'Deploy another' }).click();
    await webview.getByRole('heading', { name: 'Deploy a model' }).waitFor();
  });

  it('proposes a name that is free, and says when a chosen one is taken', async () => {
    const { webview } = open().workbench;
    await webview.getByText('Create endpoint', { exact: true }).waitFor();
    assert.equal(await webview.getByLabel('Endpoint name').inputValue(), 'language-id-2');
    await webview.getByLabel('Endpoint name').fill('language-id');
    await webview.getByText('Local has an endpoint of this name already.').waitFor();
    await webview.getByRole('button', { name: 'Use language-id-2' }).click();
    await webview.getByText('Local has an endpoint of this name already.').waitFor({ state: 'detached' });
  });

  it('says beside the field what is missing or wrong, and leads there', async () => {
    const { webview } = open().workbench;
    await webview.getByLabel('Artifact').fill('nowhere/model.tar.gz');
    await webview.getByText(/There is no file or folder .*nowhere\/model\.tar\.gz/).waitFor();
    await deploy(webview);
    await webview.locator('#field-1-artifact:focus-within').waitFor();
    await webview.getByLabel('Artifact').fill('');
    await webview.getByText('Choose or enter an artifact.').waitFor();
  });

  it('shows the container’s own words when the endpoint does not come up, and removes what was made', async () => {
    const { workbench, workspace = '' } = open();
    const { webview } = workbench;
    await writeProgram(workspace, 'broken', `console.error('no weights found'); process.exit(3);`);
    await webview.getByLabel('Artifact').fill('broken');
    await webview.getByLabel('Artifact').press('Tab');
    await webview.getByLabel('Endpoint name').fill('broken');
    await webview.getByText('broken-config', { exact: true }).waitFor();
    await deploy(webview);
    await webview.getByRole('heading', { name: 'broken was not deployed' }).waitFor();
    await webview.getByText(/no weights found/).waitFor();
    await webview.getByRole('button', { name: 'Remove' }).click();
    await webview.getByRole('heading', { name: 'Deploy a model' }).waitFor();
    assert.equal(await webview.getByLabel('Endpoint name').inputValue(), 'broken');
    await workbench.row(/^endpoint broken\b/i).waitFor({ state: 'detached' });
    // The form has told it: the tree need not.
    assert.equal(await workbench.toasts(/broken/).count(), 0);
  });

  it('can be cancelled while the endpoint comes up; what was made is kept and used by the next try', async () => {
    const { workbench, workspace = '' } = open();
    const { webview } = workbench;
    const source = `import { createServer } from 'node:http';
setTimeout(() => createServer((_, response) => response.end()).listen(process.env.SAGEMAKER_BIND_TO_PORT), 4000);`;
    await writeProgram(workspace, 'slow', source);
    await webview.getByLabel('Artifact').fill('slow');
    await webview.getByLabel('Endpoint name').fill('slow');
    await webview.getByText('slow-config', { exact: true }).waitFor();
    await deploy(webview);
    await webview.locator('li.running', { hasText: 'InService' }).waitFor();
    await webview.getByRole('button', { name: 'Cancel' }).click();
    await webview.getByRole('heading', { name: 'Deploying slow was cancelled' }).waitFor();
    await webview.getByRole('button', { name: 'Keep' }).click();
    await webview.getByLabel('Endpoint name').fill('slow-two');
    await webview.getByText('Create endpoint', { exact: true }).waitFor();
    await webview.getByLabel('Endpoint name').fill('slow');
    await webview.getByText('Local has an endpoint of this name already.').waitFor();
  });
});
