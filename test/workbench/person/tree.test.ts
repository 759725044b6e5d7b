import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateEndpointCommand,
  CreateModelCommand,
  DeleteEndpointCommand,
  type SageMakerClient,
  UpdateEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { createConfig, createModel, labelledModel, until, untilStatus, variantOf } from '../../local/resources.ts';
import { clientsFor } from '../../local/service.ts';
import { useWorkbench } from './fixture.ts';

describe('A person who looks at the Resources view', () => {
  const data = mkdtempSync(join(tmpdir(), 'sagemaker-hosting-data-'));
  const open = useWorkbench({
    viewport: { width: 1200, height: 800 },
    settings: { 'sagemakerHosting.local.dataFolder': data, 'sagemakerHosting.pollingInterval': 1 },
  });
  let sagemaker: SageMakerClient;

  after(() => rmSync(data, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }));

  it('finds Local running, and what to do in each of its empty lists', async () => {
    const { workbench } = open();
    await workbench.openView('SageMaker Hosting');
    await workbench.row('Local, running').waitFor();
    for (const list of ['Endpoints, 0', 'Endpoint Configurations, 0', 'Models, 0']) {
      await workbench.expand(workbench.row(list));
    }
    await workbench.sideBar.getByRole('treeitem', { name: 'None yet. Deploy a model…' }).nth(2).waitFor();
    sagemaker = clientsFor(JSON.parse(await readFile(join(data, 'service.json'), 'utf8'))).sagemaker;
  });

  it('sees what others made after a refresh, and an endpoint come into service by itself', async () => {
    const { workbench } = open();
    await createModel(sagemaker, 'lang-fp32');
    await createModel(sagemaker, 'lang-int8');
    await createConfig(
      sagemaker,
      'lang-canary',
      variantOf('blue', 'lang-fp32', { InitialVariantWeight: 95, InitialInstanceCount: 2 }),
      variantOf('green', 'lang-int8', { InitialVariantWeight: 5 }),
    );
    await sagemaker.send(new CreateEndpointCommand({ EndpointName: 'lang', EndpointConfigName: 'lang-canary' }));
    await workbench.clickViewAction('Resources', 'Refresh Resources');
    await workbench.row('Endpoint lang, InService · blue 95 % · green 5 %').waitFor();
    await workbench.row('Endpoints, 1').waitFor();
    await workbench.row('Models, 2').waitFor();
  });

  it('opens an endpoint down to its variants, configuration and models', async () => {
    const { workbench } = open();
    await workbench.expand(workbench.row('Endpoint lang'));
    await workbench.row('Variant blue, 95 % · 2 × ml.m5.large').waitFor();
    await workbench.row('Variant green, 5 % · 1 × ml.m5.large').waitFor();
    await workbench.expand(workbench.row('Endpoint configuration lang-canary'));
    await workbench.expand(workbench.row('Model lang-int8'));
    await workbench.row('Image, local/node').waitFor();
  });

  it('reads a description as a document', async () => {
    const { workbench } = open();
    await workbench.chooseFromContextMenu(workbench.row('Endpoint lang'), 'Describe');
    await workbench.tab('lang.json').waitFor();
    await until(async () =>
      (await workbench.editorText()).includes('"EndpointStatus": "InService"') ? true : undefined,
    );
  });

  it('copies a name and an ARN', async () => {
    const { workbench } = open();
    const clipboard = () => workbench.page.evaluate(() => navigator.clipboard.readText());
    await workbench.chooseFromContextMenu(workbench.row('Endpoint lang'), 'Copy Name');
    await until(async () => ((await clipboard()) === 'lang' ? true : undefined));
    await workbench.chooseFromContextMenu(workbench.row('Endpoint lang'), 'Copy ARN');
    await until(async () => ((await clipboard()).endsWith(':endpoint/lang') ? true : undefined));
  });

  it('is told of an update that was rolled back', async () => {
    const { workbench } = open();
    const failNow = join(data, 'fail-now');
    const PrimaryContainer = { ...labelledModel, Environment: { EXIT_AT_FILE: failNow } };
    await sagemaker.send(new CreateModelCommand({ ModelName: 'broken', PrimaryContainer }));
    await createConfig(sagemaker, 'lang-broken', variantOf('blue', 'broken'));
    await sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'lang', EndpointConfigName: 'lang-broken' }));
    await workbench.clickViewAction('Resources', 'Refresh Resources');
    await workbench.row('Endpoint lang, Updating').waitFor();
    await writeFile(failNow, '');
    await workbench.toast('Endpoint lang: the update to lang-broken was rolled back').waitFor();
    await workbench.clearNotifications();
  });

  it('sees a deleted endpoint leave by itself', async () => {
    const { workbench } = open();
    await untilStatus(sagemaker, 'lang', 'InService');
    await sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'lang' }));
    await workbench.clickViewAction('Resources', 'Refresh Resources');
    await workbench.row('Endpoints, 0').waitFor();
  });

  it('fetches a long list page by page', async () => {
    const { workbench } = open();
    for (let index = 0; index < 99; index += 1) await createModel(sagemaker, `many-${index}`);
    await workbench.clickViewAction('Resources', 'Refresh Resources');
    await workbench.row('Models, 100+').waitFor();
    await workbench.scrollTo(workbench.row('Load more models'), 'down');
    await workbench.row('Load more models').click();
    await workbench.scrollTo(workbench.row('Models, 102'), 'up');
  });

  it('stops Local after a question, and starts it from the tree', async () => {
    const { workbench } = open();
    await workbench.chooseFromContextMenu(workbench.row('Local, running'), 'Stop Local Service');
    await workbench.dialog.waitFor();
    await workbench.pressInDialog('Stop');
    await workbench.row('Local, stopped').waitFor();
    await workbench.row('Local is stopped. Start it…').click();
    await workbench.row('Local, running').waitFor();
    await workbench.row('Models, 100+').waitFor();
  });

  it('sees Local come back when it dies', async () => {
    const { workbench } = open();
    const { pid } = JSON.parse(await readFile(join(data, 'service.json'), 'utf8'));
    process.kill(pid, 'SIGKILL');
    await until(async () => {
      const text = await readFile(join(data, 'service.json'), 'utf8').catch(() => '{}');
      const now = JSON.parse(text || '{}').pid;
      return now !== undefined && now !== pid ? true : undefined;
    });
    await workbench.row('Local, running').waitFor();
    await workbench.clickViewAction('Resources', 'Refresh Resources');
    await workbench.row('Models, 100+').waitFor();
  });
});
