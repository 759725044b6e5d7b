import { startService } from '../../local/service.ts';
import { deploySample } from '../person/servedEndpoints.ts';
import { tour } from './tour.ts';

const service = await startService();
try {
  await deploySample(service, 'language-id');
  const settings = { 'sagemakerHosting.local.dataFolder': service.dataDirectory };
  await tour({ settings, viewport: { width: 1280, height: 720 } }, async ({ workbench }, picture) => {
    await workbench.expand(workbench.row('language-id'));
    await workbench.expand(workbench.row('payloads'));
    await workbench.chooseFromContextMenu(workbench.row('example.json'), 'Invoke SageMaker Endpoint…');
    await workbench.webview.getByText('200 OK', { exact: true }).waitFor();
    await picture('scratchpad');
    await workbench.openView('SageMaker Hosting');
    const endpoint = workbench.row(/^endpoint language-id\b/i);
    await workbench.expand(endpoint);
    await workbench.chooseFromContextMenu(endpoint, 'Shift Traffic…');
    await workbench.webview.getByRole('button', { name: 'Even' }).click();
    await workbench.webview.getByRole('img', { name: /^New traffic/ }).waitFor();
    await workbench.webview.getByRole('heading', { name: /^Shift traffic/ }).click();
    await picture('traffic');
  });
} finally {
  await service.stop();
}
