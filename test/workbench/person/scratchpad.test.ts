import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { useWorkbench, type Workbench } from './fixture.ts';
import { deployObedient, deploySample, useService } from './servedEndpoints.ts';

const invoke = 'Invoke SageMaker Endpoint…';

describe('A person who invokes an endpoint', () => {
  const served = useService((service) => deploySample(service, 'language-id'));
  const open = useWorkbench({ settings: { ...served.settings, 'files.autoSave': 'off' } });

  it('sends a payload from the Explorer, and is not asked which endpoint when there is one', async () => {
    const { workbench } = open();
    await workbench.chooseFromContextMenu(await payloadRow(workbench, 'german.json'), invoke);
    const pad = new Scratchpad(workbench);
    assert.match(await pad.response(), /"language": "deu"/);
    assert.match(await pad.facts(), /200 OK.*Served by\s*(champion|canary).*Latency.*ms.*Size.*B/s);
    assert.match(await pad.head(), /language-id\s*Local/);
  });

  it('finds the response’s headers beside its body', async () => {
    const { workbench } = open();
    const { page } = new Scratchpad(workbench);
    await page.getByRole('tab', { name: 'Headers' }).click();
    await page.getByRole('row', { name: /^x-amzn-invoked-production-variant (champion|canary)$/i }).waitFor();
    await page.getByRole('tab', { name: 'Body' }).click();
  });

  it('copies the response, and is told so', async () => {
    const { workbench } = open();
    const pad = new Scratchpad(workbench);
    await pad.page.getByRole('button', { name: 'Copy Response' }).click();
    await pad.page.getByRole('status').getByText('Copied').waitFor();
    const copied: { language: string } = JSON.parse(
      await workbench.page.evaluate(() => navigator.clipboard.readText()),
    );
    assert.equal(copied.language, 'deu');
  });

  it('saves the response where they say, and is told so', async () => {
    const { workbench, home } = open();
    const pad = new Scratchpad(workbench);
    const file = join(home, 'verdict.json');
    await pad.page.getByRole('button', { name: 'Save Response As…' }).click();
    await workbench.answerPath(file);
    await pad.page.getByRole('status').getByText('Saved').waitFor();
    assert.equal(JSON.parse(readFileSync(file, 'utf8')).language, 'deu');
  });

  it('takes a payload from anywhere, by Browse…', async () => {
    const { workbench, home } = open();
    const pad = new Scratchpad(workbench);
    const file = join(home, 'elsewhere.json');
    writeFileSync(file, '{"text": "Vær så god, maten er på bordet."}');
    await pad.page.getByRole('button', { name: 'Open Payload File…' }).click();
    await workbench.quickPick('Browse…').click();
    await workbench.answerPath(file);
    await pad.page.getByText('elsewhere.json').waitFor();
    await pad.body.filter({ hasText: 'maten er på bordet' }).waitFor();
  });

  it('edits the body and sends it again with Ctrl+Enter', async () => {
    const { workbench } = open();
    const pad = new Scratchpad(workbench);
    await pad.write('{"text": "Le petit chat dort sur le canapé du salon."}');
    await pad.page.getByText('elsewhere.json, edited here').waitFor();
    await workbench.page.keyboard.press('ControlOrMeta+Enter');
    await pad.responseWith(/"language": "fra"/);
  });

  it('sends to a chosen variant', async () => {
    const { workbench } = open();
    const pad = new Scratchpad(workbench);
    await pad.page.getByRole('combobox', { name: 'Variant' }).click();
    await pad.page.getByRole('option', { name: 'canary · 5 %' }).click();
    await pad.send();
    await pad.page
      .locator('.served-by')
      .filter({ hasText: /^canary$/ })
      .waitFor();
  });

  it('reads the model’s own words when it refuses a payload, in place of the response before', async () => {
    const { workbench } = open();
    await workbench.chooseFromContextMenu(await payloadRow(workbench, 'malformed.json'), invoke);
    const pad = new Scratchpad(workbench);
    await pad.page.getByRole('heading', { name: 'The model answered 400 Bad Request' }).waitFor();
    assert.match(String(await pad.page.locator('.words').textContent()), /JSON/);
    await pad.page.getByText('Line 2: Not valid JSON from here on: Wo ist der Bahnhof?').waitFor();
    assert.equal(await pad.page.getByRole('textbox', { name: 'Response body' }).count(), 0);
  });

  it('sends what an open editor shows of a payload, saved or not', async () => {
    const { workbench, workspace } = open();
    const file = join(String(workspace), 'language-id', 'payloads', 'english.json');
    const before = readFileSync(file, 'utf8');
    await workbench.openFile('english.json');
    await workbench.page.locator('.editor-group-container.active .monaco-editor .view-lines').click();
    await workbench.page.keyboard.press('ControlOrMeta+A');
    await paste(workbench, '{"text": "Buenos días, quisiera reservar una mesa para dos."}');
    await workbench.runCommand(`SageMaker: ${invoke}`);
    const pad = new Scratchpad(workbench);
    await pad.responseWith(/"language": "spa"/);
    await pad.page.getByText('english.json, with the changes not yet saved').waitFor();
    assert.equal(readFileSync(file, 'utf8'), before);
  });

  it('finds draft and choices again after a reload of the window', async () => {
    const { workbench } = open();
    const pad = new Scratchpad(workbench);
    await pad.write('{"text": "Dobrze, to do zobaczenia jutro."}');
    await pad.page.getByRole('textbox', { name: 'Accept' }).fill('text/csv');
    await workbench.runCommand('Developer: Reload Window');
    await workbench.page.waitForEvent('load');
    const restored = new Scratchpad(workbench);
    await restored.body.filter({ hasText: 'do zobaczenia jutro' }).waitFor();
    assert.equal(await restored.page.getByRole('textbox', { name: 'Accept' }).inputValue(), 'text/csv');
    assert.match(await restored.head(), /language-id\s*Local/);
    await restored.send();
    await restored.responseWith(/^pol,/m);
  });
});

describe('A person with several endpoints', () => {
  const served = useService(async (service) => {
    await deployObedient(service, 'first');
    await deployObedient(service, 'second');
  });
  const open = useWorkbench({ settings: served.settings });

  it('starts the scratchpad from a payload of the workspace, and next time from what was sent last', async () => {
    const { workbench } = open();
    const pad = new Scratchpad(workbench);
    await workbench.openView('SageMaker Hosting');
    await workbench.runCommand('SageMaker: Open Request Scratchpad');
    await workbench.quickPick('first').click();
    await pad.page.getByText('example.json').waitFor();
    await pad.page.getByText('The response will be shown here.').waitFor();
    await pad.write('{"say": "hello"}');
    await pad.send();
    await pad.responseWith(/^hello$/);
    await workbench.runCommand('View: Close All Editors');
    await pad.body.waitFor({ state: 'detached' });
    await workbench.runCommand('SageMaker: Open Request Scratchpad');
    await workbench.quickPick('first').click();
    await pad.body.filter({ hasText: '{"say": "hello"}' }).waitFor();
    await workbench.runCommand('View: Close All Editors');
    await pad.body.waitFor({ state: 'detached' });
  });

  it('is asked once for each folder, and can change the choice in the scratchpad', async () => {
    const { workbench } = open();
    await workbench.chooseFromContextMenu(await payloadRow(workbench, 'german.json'), invoke);
    await workbench.quickPick('second').click();
    const pad = new Scratchpad(workbench);
    await pad.responseWith(/"label": "second"/);
    await workbench.chooseFromContextMenu(await payloadRow(workbench, 'dutch.json'), invoke);
    await pad.page.getByText('dutch.json').waitFor();
    await pad.responseWith(/"label": "second"/);
    await pad.page.getByTitle('Choose another endpoint').click();
    await workbench.quickPick('first').click();
    await pad.page.getByText('The response will be shown here.').waitFor();
    await pad.send();
    await pad.responseWith(/"label": "first"/);
    await workbench.chooseFromContextMenu(await payloadRow(workbench, 'german.json'), invoke);
    await pad.page.getByText('german.json').waitFor();
    await pad.responseWith(/"label": "first"/);
  });

  it('sees the response before dimmed while the next request is under way, and can cancel it', async () => {
    const { workbench } = open();
    const pad = new Scratchpad(workbench);
    await pad.write('{"sleep": 60000}');
    await workbench.page.keyboard.press('ControlOrMeta+Enter');
    await pad.page.getByText('Response of the request before').waitFor();
    await pad.page.getByRole('button', { name: 'Cancel' }).waitFor();
    await workbench.page.keyboard.press('Escape');
    await pad.page.getByText('The request was cancelled.').last().waitFor();
    await pad.page.getByRole('button', { name: 'Send' }).waitFor();
    assert.equal(await pad.page.locator('.outcome').getAttribute('data-stale'), 'true');
  });

  it('misses nothing while the scratchpad is hidden', async () => {
    const { workbench } = open();
    const pad = new Scratchpad(workbench);
    await pad.write('{"sleep": 1500, "say": "late"}');
    await workbench.page.keyboard.press('ControlOrMeta+Enter');
    await pad.page.getByRole('button', { name: 'Cancel' }).waitFor();
    await workbench.openFile('english.json');
    await workbench.tab(/^Scratchpad: /).click();
    await pad.responseWith(/^late$/);
    await workbench.tab('english.json').click();
    await workbench.tab(/^Scratchpad: /).click();
    await pad.responseWith(/^late$/);
    await pad.body.filter({ hasText: '"say": "late"' }).waitFor();
  });

  it('is told of a response that is not text, and of its size', async () => {
    const { workbench } = open();
    const pad = new Scratchpad(workbench);
    await pad.write('{"size": 2048}');
    await pad.send();
    await pad.page.getByText('2 KB of application/json, which is not text.').waitFor();
  });

  it('opens a large response in an editor', async () => {
    const { workbench, workspace } = open();
    const pad = new Scratchpad(workbench);
    const lines = Array.from({ length: 30_000 }, (_, index) => `line ${index}`).join('\n');
    const file = join(String(workspace), 'language-id', 'payloads', 'large.json');
    writeFileSync(file, JSON.stringify({ say: lines }));
    await workbench.chooseFromContextMenu(await payloadRow(workbench, 'large.json'), invoke);
    await pad.page.getByText(/Only the beginning is shown/).waitFor();
    await pad.page.getByRole('button', { name: 'Open in Editor' }).click();
    await workbench.tab(/first\.(txt|json)/).waitFor();
    await workbench.page
      .locator('.editor-group-container.active .view-line', { hasText: /line.1/ })
      .first()
      .waitFor();
  });
});

async function payloadRow(workbench: Workbench, name: string): Promise<Locator> {
  await workbench.openView('Explorer');
  await workbench.expand(workbench.row('language-id'));
  await workbench.expand(workbench.row('payloads'));
  return workbench.row(name);
}

/** Typing would have the editor close brackets and quotes. */
async function paste({ page }: Workbench, text: string): Promise<void> {
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.keyboard.press('ControlOrMeta+V');
}

/** The scratchpad that is open. */
class Scratchpad {
  readonly page;
  readonly body: Locator;
  private readonly workbench: Workbench;

  constructor(workbench: Workbench) {
    this.workbench = workbench;
    this.page = workbench.webview;
    this.body = this.page.getByRole('textbox', { name: 'Request body' });
  }

  async head(): Promise<string> {
    return String(await this.page.getByTitle('Choose another endpoint').textContent());
  }

  async write(text: string): Promise<void> {
    await this.body.click();
    await this.workbench.page.keyboard.press('ControlOrMeta+A');
    await this.workbench.page.keyboard.insertText(text);
  }

  async send(): Promise<void> {
    await this.page.getByRole('button', { name: 'Send' }).click();
  }

  async facts(): Promise<string> {
    return String(await this.page.locator('.status-line').textContent());
  }

  /** The body of the response that is current. */
  async response(): Promise<string> {
    return String(
      await this.page.locator('[data-stale="false"]').getByRole('textbox', { name: 'Response body' }).textContent(),
    );
  }

  async responseWith(text: RegExp): Promise<void> {
    await this.page
      .locator('[data-stale="false"]')
      .getByRole('textbox', { name: 'Response body' })
      .filter({ hasText: text })
      .waitFor();
  }
}
