import { tour } from './tour.ts';

await tour({ viewport: { width: 1280, height: 900 } }, async ({ workbench }, picture) => {
  await workbench.openView('SageMaker Hosting');
  await workbench.row('Local, running').waitFor();
  await workbench.runCommand('SageMaker: Deploy Model…');
  const { webview } = workbench;
  await webview.getByRole('button', { name: 'Duplicate variant' }).click();
  await webview
    .getByRole('group', { name: /^Variant/ })
    .nth(1)
    .getByRole('button', { name: /lande-int8/ })
    .click();
  await webview.getByRole('button', { name: 'Canary 5 %' }).click();
  await webview.getByText('Create endpoint', { exact: false }).first().scrollIntoViewIfNeeded();
  await picture('deploy');
  await webview.getByRole('button', { name: 'Deploy', exact: true }).click();
  await webview.getByRole('heading', { name: 'language-id is in service' }).waitFor();
  await workbench.expand(workbench.row('Endpoint language-id, InService'));
  await picture('deployed');
});
