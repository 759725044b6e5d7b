import assert from 'node:assert/strict';
import { DescribeEndpointCommand, ListEndpointConfigsCommand, ListModelsCommand } from '@aws-sdk/client-sagemaker';
import { createConfig, variantOf } from '../../local/resources.ts';
import { useWorkbench } from './fixture.ts';
import { deploySample, useService } from './servedEndpoints.ts';

describe('A person who changes and deletes what is deployed', () => {
  const served = useService(async (service) => {
    await deploySample(service, 'language-id');
    await createConfig(
      service.sagemaker,
      'only-int8',
      variantOf('champion', 'language-id-int8', { InitialVariantWeight: 1 }),
      variantOf('canary', 'language-id-int8', { InitialVariantWeight: 1 }),
    );
  });
  const open = useWorkbench({ settings: served.settings });

  async function endpoint() {
    return served.service().sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'language-id' }));
  }

  it('updates the endpoint to another configuration, keeping its live weights', async () => {
    const { workbench } = open();
    await workbench.openView('SageMaker Hosting');
    await workbench.expand(workbench.row('Local'));
    await workbench.expand(workbench.row('Endpoints'));
    await workbench.chooseFromContextMenu(workbench.row(/^endpoint language-id\b/i), 'Update Endpoint…');
    await workbench.quickPick('only-int8').click();
    await workbench.quickPick('champion 95 % on 1 instance, canary 5 % on 1 instance').click();
    await workbench.dialog.getByText('Update language-id from language-id to only-int8?').waitFor();
    await workbench.dialog.getByText('model language-id-fp32 → language-id-int8').waitFor();
    await workbench.pressInDialog('Update');
    await workbench.toast('language-id is in service with only-int8.').waitFor();
    const { EndpointConfigName, ProductionVariants = [] } = await endpoint();
    assert.equal(EndpointConfigName, 'only-int8');
    assert.deepEqual(
      ProductionVariants.map(({ CurrentWeight }) => CurrentWeight),
      [95, 5],
    );
  });

  it('is told what still uses a configuration before deleting it', async () => {
    const { workbench } = open();
    await workbench.expand(workbench.row('Endpoint Configurations'));
    await workbench.chooseFromContextMenu(workbench.row(/^endpoint configuration,? only-int8\b/i), 'Delete…');
    await workbench.dialog.getByText(/Still in use: endpoint language-id\./).waitFor();
    await workbench.pressInDialog('Cancel');
  });

  it('deletes the endpoint with its configuration, and keeps the model that another configuration names', async () => {
    const { workbench } = open();
    await workbench.chooseFromContextMenu(workbench.row(/^endpoint language-id, InService/i), 'Delete…');
    await workbench.dialog.getByText('It stops serving at once.').waitFor();
    await workbench.dialog.getByText(/Used elsewhere too, and staying: model language-id-int8\./).waitFor();
    await workbench.pressInDialog('Delete Endpoint and Configuration');
    await workbench.row(/^endpoint configuration,? only-int8\b/i).waitFor({ state: 'detached' });
    const { sagemaker } = served.service();
    const { EndpointConfigs = [] } = await sagemaker.send(new ListEndpointConfigsCommand({}));
    const { Models = [] } = await sagemaker.send(new ListModelsCommand({}));
    assert.deepEqual(
      EndpointConfigs.map(({ EndpointConfigName }) => EndpointConfigName),
      ['language-id'],
    );
    assert.equal(Models.length, 2);
  });
});
