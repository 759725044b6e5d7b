import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AxeResults, RunOptions } from 'axe-core';
import { root } from '../harness/paths.mjs';
import { themes } from '../harness/settings.mjs';
import { useWorkbench, type Workbench } from './fixture.ts';
import { deploySample, useService } from './servedEndpoints.ts';

const axeSource = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');

const options: RunOptions = { resultTypes: ['violations'] };

for (const theme of Object.keys(themes) as (keyof typeof themes)[]) {
  describe(`In a ${theme} theme, axe finds nothing to object to`, () => {
    const served = useService((service) => deploySample(service, 'language-id'));
    const open = useWorkbench({ theme, settings: served.settings });

    it('in the deploy form with two variants', async () => {
      const { workbench } = open();
      await workbench.openView('SageMaker Hosting');
      await workbench.runCommand('SageMaker: Deploy Model…');
      const { webview } = workbench;
      await webview.getByRole('button', { name: 'Add variant' }).click();
      await webview.getByText('Starts 2 processes on this machine.').waitFor();
      assert.deepEqual(await violations(workbench), []);
    });

    it('in the deploy form with fields that are wrong', async () => {
      const { workbench } = open();
      const { webview } = workbench;
      await webview.getByLabel('Endpoint name').fill('language-id');
      await webview.getByText('Local has an endpoint of this name already.').waitFor();
      await webview.getByRole('textbox', { name: 'Weight of lande-int8 as a number' }).fill('much');
      await webview.getByText(/^Enter a number/).waitFor();
      assert.deepEqual(await violations(workbench), []);
    });

    it('in the deploy form when the endpoint is in service', async () => {
      const { workbench } = open();
      const { webview } = workbench;
      await webview.getByRole('button', { name: 'Even' }).click();
      await webview.getByRole('button', { name: 'Use language-id-2' }).click();
      await webview.getByRole('button', { name: 'Deploy', exact: true }).click();
      await webview.getByRole('heading', { name: 'language-id-2 is in service' }).waitFor();
      assert.deepEqual(await violations(workbench), []);
    });

    it('in the traffic form', async () => {
      const { workbench } = open();
      await workbench.webview.getByRole('button', { name: 'Shift Traffic…' }).click();
      await workbench.webview.getByRole('button', { name: 'Canary 5 %' }).click();
      await workbench.webview.getByRole('img', { name: /^New traffic/ }).waitFor();
      assert.deepEqual(await violations(workbench), []);
    });

    it('in the scratchpad before and after a response, on both of its tabs', async () => {
      const { workbench } = open();
      await workbench.webview.getByRole('button', { name: 'Open Request Scratchpad' }).click();
      await workbench.webview.getByText('The response will be shown here.').waitFor();
      assert.deepEqual(await violations(workbench), []);
      await workbench.webview.getByRole('button', { name: 'Send' }).click();
      await workbench.webview.getByText('200 OK', { exact: true }).waitFor();
      assert.deepEqual(await violations(workbench), []);
      await workbench.webview.getByRole('tab', { name: 'Headers' }).click();
      await workbench.webview.getByRole('region', { name: 'Response headers' }).waitFor();
      assert.deepEqual(await violations(workbench), []);
    });

    it('in the scratchpad with a model’s error', async () => {
      const { workbench } = open();
      await workbench.webview.getByRole('textbox', { name: 'Request body' }).fill('{"text": ');
      await workbench.webview.getByRole('button', { name: 'Send' }).click();
      await workbench.webview.getByRole('heading', { name: /^The model answered 400/ }).waitFor();
      assert.deepEqual(await violations(workbench), []);
    });
  });
}

/** What axe objects to in the webview that is shown, a line each. */
async function violations({ webview }: Workbench): Promise<string[]> {
  await webview.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
  const frame = await (await webview.locator('html').elementHandle())?.ownerFrame();
  if (!frame) throw new Error('No webview is shown.');
  // The page's policy lets no script in; the debugging protocol needs none.
  await frame.evaluate(axeSource);
  const results: AxeResults = await frame.evaluate(`axe.run(document, ${JSON.stringify(options)})`);
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
  );
}
