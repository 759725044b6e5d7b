import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createConfig, createEndpoint, createModel, variantOf } from '../../local/resources.ts';
import { startService, type TestService } from '../../local/service.ts';
import { useWorkbench, type Workbench } from './fixture.ts';

const keys = { accessKeyId: 'AKIDPERSON', secretAccessKey: 'a-secret-of-the-person' };

describe('A person who connects to AWS', () => {
  const open = useWorkbench({
    viewport: { width: 1200, height: 800 },
    home: {
      '.aws/config': `
[profile work]
region = us-east-1
[profile nobody]
region = eu-west-1
[profile corp]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Scientist
region = eu-central-1
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-central-1
`,
      '.aws/credentials': `
[work]
aws_access_key_id = ${keys.accessKeyId}
aws_secret_access_key = ${keys.secretAccessKey}
`,
    },
  });
  let service: TestService;
  let strict: Server;

  before(async () => {
    service = await startService({
      environment: {
        SAGEMAKER_LOCAL_ACCESS_KEY_ID: keys.accessKeyId,
        SAGEMAKER_LOCAL_SECRET_ACCESS_KEY: keys.secretAccessKey,
      },
    });
    await createModel(service.sagemaker, 'remote');
    await createConfig(service.sagemaker, 'remote', variantOf('blue', 'remote'));
    await createEndpoint(service.sagemaker, 'remote', 'remote');
    strict = await startStrictServer();
  });

  after(async () => {
    await service.stop();
    strict.close();
  });

  it('is offered the profiles with what they are, goes back, and adds one with a custom endpoint', async () => {
    const { workbench } = open();
    await workbench.openView('SageMaker Hosting');
    await workbench.clickViewAction('Resources', 'Add Connection…');
    await workbench.quickPick('IAM Identity Center (SSO), account 123456789012, Scientist · eu-central-1').waitFor();
    await workbench.quickPick('corp').click();
    await workbench.quickPick('eu-central-1').waitFor();
    await workbench.page.getByRole('button', { name: 'Back' }).click();
    await workbench.quickPick('access key · us-east-1').click();
    await workbench.quickPick('US East (N. Virginia) · the profile’s own').click();
    await workbench.quickPick('Custom endpoint URL…').click();
    await workbench.quickInputMessage.getByText('Control plane and runtime').waitFor();
    await workbench.answer('not an address');
    await workbench.quickInputMessage.getByText('Enter an http:// or https:// address').waitFor();
    await workbench.answer(service.ready.url);
    await workbench.statusBarItem('Connected to work (us-east-1).').waitFor();
    const host = new URL(service.ready.url).host;
    await workbench.expand(workbench.row(`work, us-east-1 · ${host}`));
    await workbench.expand(workbench.row(/^Endpoints, 1/, workbench.sideBar));
    await workbench.row('Endpoint remote, InService').waitFor();
  });

  it('is told when a connection is there already', async () => {
    const { workbench } = open();
    await add(workbench, 'work', service.ready.url);
    await workbench.toast('work (us-east-1) is among the connections already.').waitFor();
    await workbench.clearNotifications();
  });

  it('is told of a profile without credentials, and may keep it: the tree says what to do', async () => {
    const { workbench } = open();
    await add(workbench, 'nobody');
    await workbench.toast('No credentials from profile nobody').waitFor();
    await workbench.pressInToast('No credentials from profile nobody', 'Keep');
    await workbench.expand(workbench.row('nobody, eu-west-1'));
    await workbench.expand(workbench.row('Models, No credentials from profile nobody'));
    await workbench.row('Error: No credentials from profile nobody').waitFor();
    await workbench.row('Check profile nobody').waitFor();
  });

  it('is told of an expired sign-in, and how to sign in', async () => {
    const { workbench } = open();
    await add(workbench, 'corp');
    await workbench.toast('aws sso login --profile corp').waitFor();
    await workbench.pressInToast('aws sso login --profile corp', 'Remove');
    await workbench.row('corp').waitFor({ state: 'detached' });
  });

  it('is told soon of an endpoint where nobody listens, and may remove the connection at once', async () => {
    const { workbench } = open();
    await add(workbench, 'work', 'http://127.0.0.1:9');
    await workbench.toast('http://127.0.0.1:9 cannot be reached').waitFor();
    await workbench.pressInToast('http://127.0.0.1:9 cannot be reached', 'Remove');
    await workbench.row('work, us-east-1 · 127.0.0.1:9').waitFor({ state: 'detached' });
  });

  it('keeps two lists when the third is not allowed', async () => {
    const { workbench } = open();
    const url = `http://127.0.0.1:${(strict.address() as AddressInfo).port}`;
    await add(workbench, 'work', url);
    await workbench.expand(workbench.row(`work, us-east-1 · ${new URL(url).host}`));
    await workbench.row('Models, No permission for sagemaker:ListModels').waitFor();
    await workbench.row('Endpoint Configurations, 0').waitFor();
  });

  it('finds its connections again after a reload, and removes one after a question', async () => {
    const { workbench } = open();
    await workbench.reload();
    const row = workbench.row('nobody, eu-west-1');
    await workbench.chooseFromContextMenu(row, 'Remove Connection…');
    await workbench.dialog.getByText('Nothing in AWS is changed or deleted').waitFor();
    await workbench.pressInDialog('Remove');
    await row.waitFor({ state: 'detached' });
    await workbench.row('work, us-east-1').waitFor();
  });
});

/** Takes the profile's own region. */
async function add(workbench: Workbench, profile: string, endpointUrl?: string): Promise<void> {
  await workbench.runCommand('SageMaker: Add Connection…');
  await workbench.quickPick(profile).click();
  await workbench.quickPick('the profile’s own').click();
  if (endpointUrl === undefined) return workbench.quickPick('AWS’s own endpoint').click();
  await workbench.quickPick('Custom endpoint URL…').click();
  await workbench.quickInputMessage.getByText('Control plane and runtime').waitFor();
  await workbench.answer(endpointUrl);
}

/** Stands in for an account whose policy forbids ListModels: nothing here can ask IAM. */
async function startStrictServer(): Promise<Server> {
  const server = createServer((request, response) => {
    const operation = String(request.headers['x-amz-target']).replace('SageMaker.', '');
    const denied = operation === 'ListModels';
    response.writeHead(denied ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
    const message = 'User: arn:aws:iam::123456789012:user/eve is not authorized to perform: sagemaker:ListModels';
    response.end(JSON.stringify(denied ? { __type: 'AccessDeniedException', message } : {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
