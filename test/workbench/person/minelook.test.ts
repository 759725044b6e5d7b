import { mkdtempSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConfig, createEndpoint, createModel, variantOf } from '../../local/resources.ts';
import { clientsFor } from '../../local/service.ts';
import { useWorkbench } from './fixture.ts';

for (const theme of ['light', 'dark'] as const)
describe(`look ${theme}`, () => {
  const data = mkdtempSync(join(tmpdir(), 'sagemaker-hosting-data-'));
  const open = useWorkbench({ theme, viewport: { width: theme === 'light' ? 1000 : 620, height: 700 }, settings: { 'sagemakerHosting.local.dataFolder': data } });
  it('x', async () => {
    const { workbench } = open();
    await workbench.openView('SageMaker Hosting');
    await workbench.row('Local, running').waitFor();
    const sagemaker = clientsFor(JSON.parse(await readFile(join(data, 'service.json'), 'utf8'))).sagemaker;
    for (let i = 0; i < 103; i += 1) await createModel(sagemaker, `m${i}`);
    await createConfig(sagemaker, 'c1', variantOf('blue', 'm1', {InitialVariantWeight: 3}), variantOf('green', 'm2'), variantOf('red', 'm2', {InitialVariantWeight: 0}));
    await createEndpoint(sagemaker, 'language-id', 'c1');
    await workbench.clickViewAction('Resources', 'Refresh Resources');
    await workbench.row('Endpoint language-id, InService').waitFor();
    await workbench.expand(workbench.row('Endpoint language-id'));
    await workbench.row('Variant red').waitFor();
    await workbench.row('Endpoint language-id').hover();
    await workbench.page.waitForTimeout(1500);
    await workbench.screenshot(`/tmp/mine-shots/look-${theme}.png`);
    await workbench.expand(workbench.row('Models, 100+'));
    await workbench.row('Models, 100+').click();
    await workbench.page.keyboard.press('End');
    await workbench.row('Load more models').click();
    await workbench.page.waitForTimeout(1500);
    await workbench.page.keyboard.press('End');
    await workbench.page.waitForTimeout(500);
    await workbench.screenshot(`/tmp/mine-shots/more-${theme}.png`);
  });
});
describe(`untrusted`, () => {
  const open = useWorkbench({ viewport: { width: 1000, height: 700 }, settings: { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' } });
  it('x', async () => {
    const { workbench } = open();
    await workbench.openView('SageMaker Hosting');
    await workbench.page.waitForTimeout(6000);
    await workbench.screenshot(`/tmp/mine-shots/untrusted.png`);
  });
});
