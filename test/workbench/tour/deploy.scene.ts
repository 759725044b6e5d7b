import { tour } from './tour.ts';

await tour({}, async ({ workbench }, picture) => {
  await workbench.openView('SageMaker Hosting');
  await workbench.row('Local, running').waitFor();
  await workbench.runCommand('SageMaker: Deploy Model…');
  const { webview } = workbench;
  await webview.getByRole('button', { name: 'Deploy', exact: true }).click();
  await webview.getByRole('heading', { name: 'language-id is in service' }).waitFor();
  await workbench.row('Endpoint language-id, InService').waitFor();
  await picture('deploy');
});
