import { tour } from './tour.ts';

await tour({ viewport: { width: 1280, height: 1260 } }, async ({ workbench }, picture) => {
  await workbench.openView('SageMaker Hosting');
  await workbench.row('Local, running').waitFor();
  await workbench.runCommand('SageMaker: Deploy Model…');
  const { webview } = workbench;
  await webview.getByRole('button', { name: 'Add variant' }).click();
  await webview.getByRole('button', { name: 'Canary 5 %' }).click();
  await webview.getByText('Starts 2 processes on this machine.').waitFor();
  await webview.locator('[aria-busy="false"]').waitFor();
  await webview.getByRole('heading', { name: 'Deploy a model' }).click();
  await picture('deploy');
});
