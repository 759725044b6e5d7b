import assert from 'node:assert/strict';
import { DescribeEndpointCommand, UpdateEndpointWeightsAndCapacitiesCommand } from '@aws-sdk/client-sagemaker';
import { useWorkbench } from './fixture.ts';
import { deploySample, useService } from './servedEndpoints.ts';

describe('Shift Traffic… of an endpoint at 95 : 5', () => {
  const served = useService((service) => deploySample(service, 'language-id'));
  const open = useWorkbench({ settings: served.settings });

  async function liveWeights(): Promise<(number | undefined)[]> {
    const { sagemaker } = served.service();
    const endpoint = await sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'language-id' }));
    return (endpoint.ProductionVariants ?? []).map(({ CurrentWeight }) => CurrentWeight);
  }

  it('shows the shares as they are, from the endpoint in the tree, with nothing to apply', async () => {
    const { workbench } = open();
    await workbench.openView('SageMaker Hosting');
    await workbench.expand(workbench.row('Local'));
    await workbench.expand(workbench.row('Endpoints'));
    await workbench.chooseFromContextMenu(workbench.row(/^endpoint language-id\b/i), 'Shift Traffic…');
    const { webview } = workbench;
    await webview.getByRole('img', { name: 'Traffic now: champion 95 %, canary 5 %' }).waitFor();
    await webview.getByText('Nothing yet: move a slider or enter a weight.').waitFor();
  });

  it('says what will change before it changes it', async () => {
    const { webview } = open().workbench;
    await webview.getByRole('button', { name: 'Even' }).click();
    await webview.getByRole('img', { name: 'New traffic: champion 50 %, canary 50 %' }).waitFor();
    await webview.getByRole('listitem').filter({ hasText: 'canary 5 % → 50 %' }).waitFor();
    assert.deepEqual(await liveWeights(), [95, 5]);
  });

  it('keeps what was chosen when another tab has been in front', async () => {
    const { workbench } = open();
    await workbench.openFile('german.json');
    await workbench.tab('Traffic: language-id').click();
    await workbench.webview.getByRole('img', { name: 'New traffic: champion 50 %, canary 50 %' }).waitFor();
  });

  it('applies it to the running endpoint', async () => {
    const { webview } = open().workbench;
    await webview.getByRole('button', { name: 'Apply' }).click();
    await webview.getByText('The new weights count now.').waitFor();
    await webview.getByRole('img', { name: 'Traffic now: champion 50 %, canary 50 %' }).waitFor();
    assert.deepEqual(await liveWeights(), [50, 50]);
  });

  it('does not overwrite what somebody else has set meanwhile', async () => {
    const { webview } = open().workbench;
    const { sagemaker } = served.service();
    const elsewhere = [
      { VariantName: 'champion', DesiredWeight: 30 },
      { VariantName: 'canary', DesiredWeight: 70 },
    ];
    await sagemaker.send(
      new UpdateEndpointWeightsAndCapacitiesCommand({
        EndpointName: 'language-id',
        DesiredWeightsAndCapacities: elsewhere,
      }),
    );
    await webview.getByRole('button', { name: 'Canary 5 %' }).click();
    await webview.getByRole('button', { name: 'Apply' }).click();
    await webview.getByText(/was changed elsewhere in the meantime, so nothing was applied/).waitFor();
    await webview.getByRole('img', { name: 'Traffic now: champion 30 %, canary 70 %' }).waitFor();
    assert.deepEqual(await liveWeights(), [30, 70]);
  });

  it('refuses weights that send the traffic nowhere', async () => {
    const { webview } = open().workbench;
    for (const name of ['champion', 'canary']) {
      await webview.getByRole('textbox', { name: `Weight of ${name} as a number` }).fill('0');
    }
    await webview.getByText('Give at least one variant a weight above 0.').waitFor();
    await webview.getByRole('button', { name: 'Reset' }).click();
    await webview.getByRole('img', { name: 'New traffic: champion 30 %, canary 70 %' }).waitFor();
  });
});
