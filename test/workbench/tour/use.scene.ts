import { startService } from '../../local/service.ts';
import { deploySample } from '../person/servedEndpoints.ts';
import { tour } from './tour.ts';

const service = await startService();
try {
  await deploySample(service, 'language-id');
  const settings = { 'sagemakerHosting.local.dataFolder': service.dataDirectory };
  await tour({ settings }, async ({ workbench }, picture) => {
    await workbench.expand(workbench.row('language-id'));
    await workbench.expand(workbench.row('payloads'));
    await workbench.chooseFromContextMenu(workbench.row('german.json'), 'Invoke SageMaker Endpoint…');
    await workbench.webview.getByText('200 OK', { exact: true }).waitFor();
    await picture('scratchpad');
    await workbench.chooseFromContextMenu(workbench.row('malformed.json'), 'Invoke SageMaker Endpoint…');
    await workbench.webview.getByRole('heading', { name: /^The model answered 400/ }).waitFor();
    await picture('model-error');
    await workbench.openView('SageMaker Hosting');
    await workbench.expand(workbench.row('Local'));
    await workbench.expand(workbench.row('Endpoints'));
    await workbench.expand(workbench.row(/^endpoint language-id\b/i));
    await workbench.chooseFromContextMenu(workbench.row(/^endpoint language-id\b/i), 'Shift Traffic…');
    await workbench.webview.getByRole('button', { name: 'Even' }).click();
    await workbench.webview.getByRole('img', { name: /^New traffic/ }).waitFor();
    await picture('traffic');
  });
} finally {
  await service.stop();
}
