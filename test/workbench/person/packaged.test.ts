import { useWorkbench } from './fixture.ts';

describe('The package that users install', () => {
  const open = useWorkbench({ extension: 'packaged' });

  it('deploys the sample model with nothing but what it ships', async () => {
    const { workbench } = open();
    await workbench.openView('SageMaker Hosting');
    await workbench.row('Local, running').waitFor();
    await workbench.runCommand('SageMaker: Deploy Model…');
    const { webview } = workbench;
    await webview.getByRole('button', { name: 'Deploy', exact: true }).click();
    await webview.getByRole('heading', { name: 'language-id is in service' }).waitFor();
  });
});
