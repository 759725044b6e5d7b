import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  AddTagsCommand,
  CreateModelCommand,
  DeleteEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  ListEndpointsCommand,
  ListModelsCommand,
  ListTagsCommand,
} from '@aws-sdk/client-sagemaker';
import {
  createConfig,
  createEndpoint,
  createModel,
  labelFrom,
  labelledModel,
  until,
  untilStatus,
  variantOf,
} from './resources.ts';
import { type TestService, temporaryDirectory, useDataDirectory } from './service.ts';

describe('The local service keeps everything', () => {
  const data = useDataDirectory();
  const { start } = data;

  async function fill(service: TestService): Promise<string> {
    const arn = await createModel(service.sagemaker, 'm');
    await service.sagemaker.send(new AddTagsCommand({ ResourceArn: arn, Tags: [{ Key: 'team', Value: 'x' }] }));
    await createConfig(service.sagemaker, 'c', variantOf('v', 'm', { InitialVariantWeight: 5 }));
    await createEndpoint(service.sagemaker, 'e', 'c');
    return arn;
  }

  for (const end of ['stop', 'kill'] as const) {
    it(`when it is told to ${end} and started again: resources, tags, and what serves`, async () => {
      const service = await start();
      const arn = await fill(service);
      const seen = async ({ sagemaker }: TestService) => {
        const { $metadata: _m, ...model } = await sagemaker.send(new DescribeModelCommand({ ModelName: 'm' }));
        const { $metadata: _c, ...config } = await sagemaker.send(
          new DescribeEndpointConfigCommand({ EndpointConfigName: 'c' }),
        );
        const { Tags } = await sagemaker.send(new ListTagsCommand({ ResourceArn: arn }));
        return { model, config, Tags };
      };
      const before = await seen(service);
      await service[end]();
      const again = await start();
      assert.deepEqual(await seen(again), before);
      await untilStatus(again.sagemaker, 'e', 'InService');
      assert.equal(await labelFrom(again.runtime, 'e'), 'm');
    });
  }

  it('what was acknowledged before a kill -9 at any moment, and no half of anything', async () => {
    for (let round = 0; round < 6; round += 1) {
      const service = await start();
      const acknowledged = new Set<string>();
      const create = async (name: string) => {
        await service.sagemaker.send(
          new CreateModelCommand({
            ModelName: name,
            PrimaryContainer: { ...labelledModel, Environment: { FILLER: 'x'.repeat(1000) } },
            Tags: [{ Key: 'made', Value: name }],
          }),
        );
        acknowledged.add(name);
      };
      const creating = Promise.allSettled(Array.from({ length: 60 }, (_, index) => create(`r${round}-${index}`)));
      await until(async () => (acknowledged.size > round * 7 ? true : undefined));
      await service.kill();
      await creating;
      const again = await start();
      const { Models = [] } = await again.sagemaker.send(new ListModelsCommand({ NameContains: `r${round}-` }));
      const present = new Set(Models.map(({ ModelName }) => ModelName ?? ''));
      for (const name of acknowledged) assert.ok(present.has(name), `${name} was acknowledged`);
      for (const { ModelName = '', ModelArn } of Models) {
        const { Tags } = await again.sagemaker.send(new ListTagsCommand({ ResourceArn: ModelArn }));
        assert.deepEqual(Tags, [{ Key: 'made', Value: ModelName }]);
      }
      assert.ok(!again.log().includes('damaged'), again.log());
      await again.kill();
    }
  });

  it('but a damaged record, which it sets aside, and starts', async () => {
    const service = await start();
    await createModel(service.sagemaker, 'whole');
    await createModel(service.sagemaker, 'Torn');
    await service.stop();
    await writeFile(join(data.path(), 'models', 'r-_torn.json'), '{"name":"Torn","arn":');
    const again = await start();
    assert.match(again.log(), /error damaged record set aside file=\S+r-_torn\.json\.damaged/);
    const { Models } = await again.sagemaker.send(new ListModelsCommand({}));
    assert.deepEqual(
      Models?.map(({ ModelName }) => ModelName),
      ['whole'],
    );
    await createModel(again.sagemaker, 'Torn');
  });

  it('except unpacked artifacts that no endpoint needs any more', async () => {
    const artifact = await temporaryDirectory();
    await writeFile(
      join(artifact, 'serve.mjs'),
      await readFile(join(fileURLToPath(labelledModel.ModelDataUrl), 'serve.mjs')),
    );
    const unpacked = () => readdir(join(data.path(), 'artifacts'));
    const service = await start();
    await service.sagemaker.send(
      new CreateModelCommand({
        ModelName: 'm',
        PrimaryContainer: { Image: 'local/node', ModelDataUrl: pathToFileURL(artifact).href },
      }),
    );
    await createConfig(service.sagemaker, 'c', variantOf('v', 'm'));
    await createEndpoint(service.sagemaker, 'e', 'c');
    await service.stop();
    await rm(artifact, { recursive: true });
    assert.equal((await unpacked()).length, 1);
    const again = await start();
    await untilStatus(again.sagemaker, 'e', 'InService');
    assert.equal(await labelFrom(again.runtime, 'e'), 'model');
    await again.sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'e' }));
    await until(async () =>
      (await again.sagemaker.send(new ListEndpointsCommand({}))).Endpoints?.length ? undefined : true,
    );
    await again.stop();
    await (await start()).stop();
    assert.deepEqual(await unpacked(), []);
  });
});
