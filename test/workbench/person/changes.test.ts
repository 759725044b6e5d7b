import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CreateModelCommand,
  DeleteEndpointConfigCommand,
  DescribeEndpointCommand,
  ListEndpointConfigsCommand,
  ListModelsCommand,
} from '@aws-sdk/client-sagemaker';
import { createConfig, variantOf } from '../../local/resources.ts';
import { useWorkbench } from './fixture.ts';
import { deploySample, useService } from './servedEndpoints.ts';

describe('A person who changes and deletes what is deployed', () => {
  const artifact = mkdtempSync(join(tmpdir(), 'sagemaker-hosting-artifact-'));
  const served = useService(async (service) => {
    await deploySample(service, 'language-id');
    for (const name of ['only-int8', 'spare']) {
      await createConfig(
        service.sagemaker,
        name,
        variantOf('champion', 'language-id-int8', { InitialVariantWeight: 1 }),
        variantOf('canary', 'language-id-int8', { InitialVariantWeight: 1 }),
      );
    }
    writeFileSync(join(artifact, 'model.onnx'), 'This is no model.');
    const PrimaryContainer = { Image: 'local/onnx', ModelDataUrl: pathToFileURL(artifact).href };
    await service.sagemaker.send(new CreateModelCommand({ ModelName: 'broken', PrimaryContainer }));
    await createConfig(service.sagemaker, 'broken', variantOf('champion', 'broken'));
  });
  after(() => rmSync(artifact, { recursive: true, force: true }));
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

  it('is told once, with the container’s own words, when an update is rolled back', async () => {
    const { workbench } = open();
    await workbench.clearNotifications();
    await workbench.chooseFromContextMenu(workbench.row(/^endpoint language-id, InService/i), 'Update Endpoint…');
    await workbench.quickPick('broken').click();
    await workbench.dialog.getByText('Update language-id from only-int8 to broken?').waitFor();
    await workbench.dialog.getByText('model language-id-int8 → broken').waitFor();
    await workbench.pressInDialog('Update');
    await workbench.toast('language-id was rolled back and serves only-int8 as before.').waitFor();
    await workbench.toast(/did not pass the ping health check/).waitFor();
    await workbench.row(/^endpoint language-id, InService/i).waitFor();
    await workbench.expand(workbench.row(/^endpoint language-id, InService/i));
    await workbench.row(/^Error: The primary container for production variant champion did not pass/).waitFor();
    assert.equal(await workbench.toasts(/rolled back/).count(), 1);
    assert.equal((await endpoint()).EndpointConfigName, 'only-int8');
  });

  it('gets an endpoint off a configuration that somebody has deleted', async () => {
    const { workbench } = open();
    const { sagemaker } = served.service();
    await workbench.clearNotifications();
    await sagemaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName: 'only-int8' }));
    await workbench.chooseFromContextMenu(workbench.row(/^endpoint language-id, InService/i), 'Update Endpoint…');
    await workbench.quickPick('spare').click();
    await workbench.quickPick('champion 95 %').click();
    await workbench.dialog.getByText('only-int8 no longer exists, so what differs from it is not known.').waitFor();
    await workbench.pressInDialog('Update');
    await workbench.toast('language-id is in service with spare.').waitFor();
  });

  it('is told what still uses a configuration before deleting it', async () => {
    const { workbench } = open();
    await workbench.expand(workbench.row('Endpoint Configurations'));
    await workbench.chooseFromContextMenu(workbench.row(/^endpoint configuration,? spare\b/i), 'Delete…');
    await workbench.dialog.getByText(/Still in use: endpoint language-id\./).waitFor();
    await workbench.pressInDialog('Cancel');
  });

  it('deletes the endpoint with its configuration, and keeps the model that another configuration names', async () => {
    const { workbench } = open();
    await workbench.chooseFromContextMenu(workbench.row(/^endpoint language-id, InService/i), 'Delete…');
    await workbench.dialog.getByText('It stops serving at once.').waitFor();
    await workbench.dialog.getByText(/Used elsewhere too, and staying: model language-id-int8\./).waitFor();
    await workbench.pressInDialog('Delete Endpoint and Configuration');
    await workbench.row(/^endpoint configuration,? spare\b/i).waitFor({ state: 'detached' });
    const { sagemaker } = served.service();
    const { EndpointConfigs = [] } = await sagemaker.send(new ListEndpointConfigsCommand({}));
    const { Models = [] } = await sagemaker.send(new ListModelsCommand({}));
    assert.deepEqual(
      EndpointConfigs.map(({ EndpointConfigName }) => EndpointConfigName),
      ['broken', 'language-id'],
    );
    assert.equal(Models.length, 3);
  });
});
