import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useWorkbench } from './fixture.ts';

describe('Open Sample Workspace…', () => {
  const open = useWorkbench({ workspace: null });

  async function chooseHome(): Promise<string> {
    const { workbench, home } = open();
    await workbench.openView('SageMaker Hosting');
    await workbench.runCommand('SageMaker: Open Sample Workspace…');
    await workbench.page.locator('.quick-input-widget:visible').getByText('..', { exact: true }).waitFor();
    assert.equal(await workbench.quickInput.inputValue(), `${home}/`);
    await workbench.page.getByRole('button', { name: 'Put Sample Here' }).click();
    return join(home, 'sagemaker-hosting-sample');
  }

  it('copies the sample to a folder of one’s choice and opens it', async () => {
    const { workbench } = open();
    const folder = await chooseHome();
    await workbench.page.waitForURL(/sagemaker-hosting-sample/);
    await workbench.page.getByRole('treeitem', { name: 'language-id' }).waitFor();
    assert.ok(existsSync(join(folder, 'language-id/artifacts/lande-fp32.tar.gz')));
    assert.ok(existsSync(join(folder, 'language-id/payloads/german.json')));
  });

  it('leaves what is there as it is, and opens that or copies under another name', async () => {
    const { workbench, home } = open();
    const payload = join(home, 'sagemaker-hosting-sample/language-id/payloads/german.json');
    writeFileSync(payload, '{"text":"mine"}');
    await chooseHome();
    await workbench.dialog.getByText('There is a folder sagemaker-hosting-sample already.').waitFor();
    await workbench.pressInDialog('Choose Another Name…');
    await workbench.quickInput.waitFor();
    assert.equal(await workbench.quickInput.inputValue(), 'sagemaker-hosting-sample-2');
    await workbench.page.keyboard.press('Enter');
    await workbench.pressInDialog('Open Here');
    await workbench.page.waitForURL(/sagemaker-hosting-sample-2/);
    assert.equal(readFileSync(payload, 'utf8'), '{"text":"mine"}');
    assert.ok(existsSync(join(home, 'sagemaker-hosting-sample-2/language-id/payloads/german.json')));
  });
});
