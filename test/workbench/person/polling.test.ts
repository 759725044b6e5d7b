import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '../../local/resources.ts';
import { useWorkbench, type Workbench } from './fixture.ts';

/** Longer than any wait between two looks at this setting, in milliseconds: that nothing is asked shows only in time. */
const longerThanAWait = 3_500;

describe('An endpoint in transition', () => {
  const open = useWorkbench({
    viewport: { width: 1200, height: 800 },
    settings: { 'sagemakerHosting.pollingInterval': 1 },
    home: {
      '.aws/config': '[profile work]\nregion = us-east-1\n',
      '.aws/credentials': '[work]\naws_access_key_id = AKIDPERSON\naws_secret_access_key = a-secret\n',
    },
  });
  let place: PlaceWithOneEndpoint;

  before(async () => {
    place = await startPlace();
  });
  after(() => place.server.close());

  it('is looked at again and again while the view is shown', async () => {
    const { workbench } = open();
    await workbench.openView('SageMaker Hosting');
    await addConnection(workbench, place.server);
    await workbench.expand(workbench.row('work, us-east-1'));
    await workbench.expand(workbench.row(/^Endpoints, 1/));
    await workbench.row('Endpoint slow, Creating').waitFor();
    const before = place.asked();
    await until(async () => (place.asked() >= before + 3 ? true : undefined));
  });

  it('is left alone while the view is hidden', async () => {
    const { workbench } = open();
    await workbench.openView('Explorer');
    await workbench.page.getByRole('treeitem', { name: 'language-id' }).waitFor();
    await workbench.page.waitForTimeout(longerThanAWait);
    const before = place.asked();
    await workbench.page.waitForTimeout(longerThanAWait);
    assert.equal(place.asked(), before);
  });

  it('is as it has become when the view is shown again, and left alone from then on', async () => {
    const { workbench } = open();
    place.settle();
    await workbench.openView('SageMaker Hosting');
    await workbench.row('Endpoint slow, InService').waitFor();
    await workbench.page.waitForTimeout(longerThanAWait);
    const before = place.asked();
    await workbench.page.waitForTimeout(longerThanAWait);
    assert.equal(place.asked(), before);
  });
});

async function addConnection(workbench: Workbench, server: Server): Promise<void> {
  await workbench.runCommand('SageMaker: Add Connection…');
  await workbench.quickPick('work').click();
  await workbench.quickPick('the profile’s own').click();
  await workbench.quickPick('Custom endpoint URL…').click();
  await workbench.quickInputMessage.getByText('Control plane and runtime').waitFor();
  await workbench.answer(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await workbench.statusBarItem('Connected to work (us-east-1).').waitFor();
}

interface PlaceWithOneEndpoint {
  readonly server: Server;
  /** Requests up to now. */
  asked(): number;
  settle(): void;
}

/** Counts requests, and keeps its endpoint in Creating for as long as a test needs: no real service does. */
async function startPlace(): Promise<PlaceWithOneEndpoint> {
  let requests = 0;
  let status = 'Creating';
  const server = createServer((request, response) => {
    requests += 1;
    const operation = String(request.headers['x-amz-target']).replace('SageMaker.', '');
    const endpoint = { EndpointName: 'slow', EndpointArn: 'arn', EndpointStatus: status, CreationTime: 1 };
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
    const answers: Readonly<Record<string, object>> = {
      ListEndpoints: { Endpoints: [{ ...endpoint, LastModifiedTime: 1 }] },
      DescribeEndpoint: { ...endpoint, LastModifiedTime: 1 },
    };
    response.end(JSON.stringify(answers[operation] ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    server,
    asked: () => requests,
    settle: () => {
      status = 'InService';
    },
  };
}
