import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { useWorkbench, type Workbench } from './fixture.ts';
import { deploySample, useService } from './servedEndpoints.ts';

describe('By keyboard alone', () => {
  const served = useService((service) => deploySample(service, 'language-id'));
  const open = useWorkbench({ settings: served.settings });

  it('everything in the deploy form is reached, in its order', async () => {
    const { workbench } = open();
    await workbench.openView('SageMaker Hosting');
    await workbench.runCommand('SageMaker: Deploy Model…');
    const { webview } = workbench;
    await webview.getByRole('button', { name: 'Add variant' }).click();
    await webview.getByText('Starts 2 processes on this machine.').waitFor();
    await webview.getByLabel('Endpoint name').focus();
    assert.deepEqual(await tabStops(workbench, 'Show API calls'), [
      'Endpoint name',
      ...variantStops('lande-fp32'),
      ...variantStops('lande-int8'),
      'Add variant',
      'Weight of lande-fp32',
      'Weight of lande-fp32 as a number',
      'Weight of lande-int8',
      'Weight of lande-int8 as a number',
      'Even',
      'Canary 5 %',
      'Deploy',
      'Show API calls',
    ]);
  });

  it('sliders move by the arrow keys', async () => {
    const { workbench } = open();
    const { webview } = workbench;
    await webview.getByRole('button', { name: 'Even' }).focus();
    await workbench.page.keyboard.press('Enter');
    const slider = webview.getByRole('slider', { name: 'Weight of lande-int8' });
    await slider.focus();
    await workbench.page.keyboard.press('ArrowLeft');
    await hasAttribute(slider, 'aria-valuetext', '49.5 %');
    await workbench.page.keyboard.press('Home');
    await hasAttribute(slider, 'aria-valuetext', '0 %');
  });

  it('the traffic form applies new weights', async () => {
    const { workbench } = open();
    await workbench.expand(workbench.row('Local'));
    await workbench.chooseFromContextMenu(workbench.row(/^endpoint language-id\b/i), 'Shift Traffic…');
    const { webview } = workbench;
    await webview.getByRole('slider', { name: 'Weight of canary' }).focus();
    await workbench.page.keyboard.press('End');
    await webview.getByRole('img', { name: 'New traffic: champion 48.7 %, canary 51.3 %' }).waitFor();
    await tabTo(workbench, 'Apply');
    await workbench.page.keyboard.press('Enter');
    await webview.getByText('The new weights count now.').waitFor();
  });

  it('the scratchpad’s editor can be left, and the response be reached', async () => {
    const { workbench } = open();
    await workbench.runCommand('SageMaker: Open Request Scratchpad');
    const { webview } = workbench;
    const body = webview.getByRole('textbox', { name: 'Request body' });
    await body.filter({ hasText: 'Bahnhof' }).waitFor();
    await body.focus();
    await workbench.page.keyboard.press('ControlOrMeta+Enter');
    await webview.getByText('200 OK', { exact: true }).waitFor();
    await workbench.page.keyboard.press('Escape');
    assert.deepEqual(await tabStops(workbench, 'Response body'), [
      'Request body',
      'Size of the request’s body',
      'Body',
      'Formatted',
      'Copy Response',
      'Open Response in Editor',
      'Save Response As…',
      'tabpanel',
      'Response body',
    ]);
  });

  it('the room of the request’s body is changed', async () => {
    const { workbench } = open();
    const handle = workbench.webview.getByRole('separator', { name: 'Size of the request’s body' });
    await handle.focus();
    await workbench.page.keyboard.press('ArrowRight');
    await hasAttribute(handle, 'aria-valuenow', '55');
    await workbench.page.keyboard.press('Home');
    await hasAttribute(handle, 'aria-valuenow', '20');
  });
});

/** What Tab comes by in the fields of a variant. */
function variantStops(name: string): string[] {
  return [
    `Duplicate variant ${name}`,
    `Remove variant ${name}`,
    'Variant name',
    'Artifact',
    'Choose file…',
    'Choose folder…',
    'Image',
    'Instance count',
    'Instance type',
  ];
}

/** The names of what has the keyboard, from here to the one that is called `last`, pressing Tab. */
async function tabStops(workbench: Workbench, last: string): Promise<string[]> {
  const stops: string[] = [];
  for (let name = await focused(workbench); stops.length < 50; name = await focused(workbench)) {
    stops.push(name);
    if (name === last) break;
    await workbench.page.keyboard.press('Tab');
  }
  return stops;
}

async function tabTo(workbench: Workbench, name: string): Promise<void> {
  const stops = await tabStops(workbench, name);
  assert.equal(stops.at(-1), name);
}

/** The name of what has the keyboard in the webview, looking into its components. */
function focused({ webview }: Workbench): Promise<string> {
  return webview.locator('body').evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (element?.role === 'tabpanel') return element.role;
    const host = element?.getRootNode();
    const outer = host instanceof ShadowRoot ? host.host : element;
    return (element?.getAttribute('aria-label') || outer?.textContent || element?.textContent || '').trim();
  });
}

async function hasAttribute(locator: Locator, name: string, value: string): Promise<void> {
  await locator.and(locator.page().locator(`[${name}="${value}"]`)).waitFor();
}
