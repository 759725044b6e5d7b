import assert from 'node:assert/strict';
import { DescribeModelCommand } from '@aws-sdk/client-sagemaker';
import { startService, type TestService } from '../../local/service.ts';
import { useWorkbench, type Workbench } from './fixture.ts';

const keys = { accessKeyId: 'AKIDPERSON', secretAccessKey: 'a-secret-of-the-person' };
const role = 'arn:aws:iam::123456789012:role/hosting';

describe('Deploy Model… with connections to AWS', () => {
  const open = useWorkbench({
    home: {
      '.aws/config': '[profile work]\nregion = us-east-1\n[profile nobody]\nregion = eu-west-1\n',
      '.aws/credentials': `[work]\naws_access_key_id = ${keys.accessKeyId}\naws_secret_access_key = ${keys.secretAccessKey}\n`,
    },
  });
  let service: TestService;

  before(async () => {
    service = await startService({
      environment: {
        SAGEMAKER_LOCAL_ACCESS_KEY_ID: keys.accessKeyId,
        SAGEMAKER_LOCAL_SECRET_ACCESS_KEY: keys.secretAccessKey,
      },
    });
  });

  after(() => service.stop());

  async function connect(workbench: Workbench): Promise<void> {
    await workbench.openView('SageMaker Hosting');
    await workbench.runCommand('SageMaker: Add Connection…');
    await workbench.quickPick('work').click();
    await workbench.quickPick('the profile’s own').click();
    await workbench.quickPick('Custom endpoint URL…').click();
    await workbench.quickInputMessage.getByText('Control plane and runtime').waitFor();
    await workbench.answer(service.ready.url);
    await workbench.statusBarItem('Connected to work (us-east-1).').waitFor();
    await workbench.runCommand('SageMaker: Add Connection…');
    await workbench.quickPick('nobody').click();
    await workbench.quickPick('the profile’s own').click();
    await workbench.quickPick('AWS’s own endpoint').click();
    await workbench.pressInToast('No credentials from profile nobody', 'Keep');
  }

  async function choose(workbench: Workbench, connection: string): Promise<void> {
    await workbench.webview.getByRole('combobox', { name: 'Connection' }).click();
    await workbench.webview.getByRole('option', { name: connection }).click();
  }

  it('says what AWS needs that Local does not, and why it could not be asked', async () => {
    const { workbench } = open();
    await connect(workbench);
    await workbench.runCommand('SageMaker: Deploy Model…');
    await workbench.webview.getByText('Starts 1 process on this machine.').waitFor();
    await choose(workbench, 'nobody (eu-west-1)');
    await workbench.webview.getByText(/AWS reads artifacts from S3/).waitFor();
    await workbench.webview.getByText('No credentials from profile nobody').waitFor();
    await workbench.webview.getByLabel('Execution role').fill('hosting');
    await workbench.webview.getByText('A role ARN looks like arn:aws:iam::123456789012:role/name.').waitFor();
  });

  it('asks before it starts what is billed, and deploys with the role', async () => {
    const { workbench } = open();
    const { webview } = workbench;
    await choose(workbench, 'work (us-east-1)');
    await webview.getByLabel('Execution role').fill(role);
    await webview.getByLabel('Image').fill('local/onnx');
    await webview.getByText(/Starts 1 × ml\.m5\.large\. AWS bills every instance/).waitFor();
    await webview.getByRole('button', { name: 'Deploy', exact: true }).click();
    await workbench.dialog.getByText('Deploy language-id to work (us-east-1)?').waitFor();
    await workbench.pressInDialog('Cancel');
    await webview.getByRole('button', { name: 'Deploy', exact: true }).click();
    await workbench.pressInDialog('Deploy');
    await webview.getByRole('heading', { name: 'language-id is in service' }).waitFor();
    const model = await service.sagemaker.send(new DescribeModelCommand({ ModelName: 'language-id-lande-fp32' }));
    assert.equal(model.ExecutionRoleArn, role);
  });

  it('remembers the role for the connection', async () => {
    const { workbench } = open();
    const { webview } = workbench;
    await webview.getByRole('button', { name: 'Deploy another' }).click();
    await choose(workbench, 'work (us-east-1)');
    assert.equal(await webview.getByLabel('Execution role').inputValue(), role);
  });
});
