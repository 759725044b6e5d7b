import assert from 'node:assert/strict';
import {
  CreateEndpointConfigCommand,
  CreateModelCommand,
  type CreateModelCommandInput,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  ListEndpointConfigsCommand,
  ListModelsCommand,
  type ProductionVariant,
} from '@aws-sdk/client-sagemaker';
import { createConfig, createModel, labelledModel, refusalOf, variantOf } from './resources.ts';
import { startService, type TestService } from './service.ts';

const role = 'arn:aws:iam::123456789012:role/service-role/SageMaker';
const vpc = { SecurityGroupIds: ['sg-0a1b'], Subnets: ['subnet-1', 'subnet-2'] };

describe('Models and endpoint configurations in Local', () => {
  let service: TestService;
  const send: TestService['sagemaker']['send'] = ((command: never) => service.sagemaker.send(command)) as never;
  before(async () => {
    service = await startService();
  });
  after(() => service.stop());

  describe('a model', () => {
    const describeModel = (ModelName: string) => send(new DescribeModelCommand({ ModelName }));
    const create = (input: Partial<CreateModelCommandInput>) =>
      send(new CreateModelCommand({ ModelName: 'm', ...input }));
    const withContainer = (container: object) => create({ PrimaryContainer: { ...labelledModel, ...container } });

    it('is described as it was created, with what concerns AWS alone', async () => {
      const before = Date.now();
      const PrimaryContainer = {
        ...labelledModel,
        Environment: { LABEL: 'x', EMPTY: '' },
        ContainerHostname: 'first',
        Mode: 'SingleModel',
        ImageConfig: { RepositoryAccessMode: 'Vpc' },
      } as const;
      const { ModelArn } = await create({
        ModelName: 'Full-1',
        PrimaryContainer,
        ExecutionRoleArn: role,
        EnableNetworkIsolation: true,
        VpcConfig: vpc,
      });
      const { CreationTime, $metadata, ...described } = await describeModel('Full-1');
      assert.deepEqual(described, {
        ModelName: 'Full-1',
        ModelArn: 'arn:aws:sagemaker:us-east-1:000000000000:model/Full-1',
        PrimaryContainer,
        ExecutionRoleArn: role,
        EnableNetworkIsolation: true,
        VpcConfig: vpc,
      });
      assert.equal(ModelArn, described.ModelArn);
      assert.match($metadata.requestId ?? '', /^[0-9a-f-]{36}$/);
      const created = CreationTime?.getTime() ?? 0;
      assert.ok(created >= before && created <= Date.now() + 10, 'its creation time has milliseconds');
    });

    it('may have its one container in a list', async () => {
      await create({ ModelName: 'listed', Containers: [labelledModel] });
      assert.deepEqual((await describeModel('listed')).Containers, [labelledModel]);
    });

    it('can’t be created twice, also not at the same moment', async () => {
      const attempts = await Promise.allSettled(
        Array.from({ length: 5 }, () => createModel(service.sagemaker, 'twice')),
      );
      assert.equal(attempts.filter(({ status }) => status === 'fulfilled').length, 1);
      assert.deepEqual(await refusalOf(createModel(service.sagemaker, 'twice')), {
        name: 'ValidationException',
        message: 'Cannot create already existing model "arn:aws:sagemaker:us-east-1:000000000000:model/twice".',
        status: 400,
      });
    });

    it('is another one when only capitals differ', async () => {
      await createModel(service.sagemaker, 'case');
      await createModel(service.sagemaker, 'Case');
      await send(new DeleteModelCommand({ ModelName: 'case' }));
      assert.equal((await describeModel('Case')).ModelName, 'Case');
    });

    it('is gone once deleted, and its name is free again', async () => {
      await createModel(service.sagemaker, 'brief');
      await send(new DeleteModelCommand({ ModelName: 'brief' }));
      for (const request of [describeModel('brief'), send(new DeleteModelCommand({ ModelName: 'brief' }))]) {
        const { name, message } = await refusalOf(request);
        assert.equal(name, 'ValidationException');
        assert.equal(message, 'Could not find model "arn:aws:sagemaker:us-east-1:000000000000:model/brief".');
      }
      await createModel(service.sagemaker, 'brief');
    });

    it('is refused in the service’s words when a rule of the API is broken', async () => {
      const broken: [Partial<CreateModelCommandInput>, RegExp][] = [
        [
          { ModelName: 'under_score' },
          /^1 validation error detected: Value 'under_score' at 'modelName' failed to satisfy constraint: Member must satisfy regular expression pattern: \[a-zA-Z0-9\]/,
        ],
        [
          { ModelName: 'a'.repeat(64) },
          /'modelName' failed to satisfy constraint: Member must have length less than or equal to 63/,
        ],
        [
          { ExecutionRoleArn: 'role' },
          /^2 validation errors detected: .*'executionRoleArn'.*; Value 'role' at 'executionRoleArn'/,
        ],
        [
          { VpcConfig: { ...vpc, Subnets: [] } },
          /'vpcConfig\.subnets' failed to satisfy constraint: Member must have length greater than or equal to 1/,
        ],
        [{ Tags: [{ Key: '', Value: '' }] }, /'tags\.1\.member\.key' failed/],
      ];
      for (const [input, message] of broken) {
        assert.match((await refusalOf(create({ PrimaryContainer: labelledModel, ...input }))).message, message);
      }
      assert.match(
        (await refusalOf(withContainer({ Environment: { '1ST': 'x' } }))).message,
        /at 'primaryContainer\.environment\.1ST' failed/,
      );
      assert.match(
        (await refusalOf(withContainer({ Environment: { A: 7 } }))).message,
        /Value at 'primaryContainer\.environment\.A' .* must be a string/,
      );
      const large = Object.fromEntries(Array.from({ length: 33 }, (_, index) => [`V${index}`, 'x'.repeat(1024)]));
      assert.match((await refusalOf(withContainer({ Environment: large }))).message, /at most 32 KB in all/);
    });

    it('is refused, with the member and what to do, when Local can’t honour it', async () => {
      const unsupported: [object, RegExp][] = [
        [
          { Image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/x:1' },
          /^PrimaryContainer\.Image .*local\/onnx and local\/node/,
        ],
        [{ Mode: 'MultiModel' }, /^PrimaryContainer\.Mode .*Use SingleModel/],
        [{ MultiModelConfig: {} }, /^PrimaryContainer\.MultiModelConfig /],
        [{ ModelPackageName: 'package' }, /^PrimaryContainer\.ModelPackageName /],
        [{ ModelDataSource: { S3DataSource: {} } }, /^PrimaryContainer\.ModelDataSource .*ModelDataUrl/],
        [{ ModelDataUrl: 'https://example.com/m.tar.gz' }, /^PrimaryContainer\.ModelDataUrl .*file:\/\/\//],
        [{ ModelDataUrl: undefined }, /^PrimaryContainer\.ModelDataUrl is missing/],
        [{ Image: undefined }, /^PrimaryContainer\.Image is missing/],
        [
          { ModelDataUrl: 'file:///no/such/model.tar.gz' },
          /^Could not find model data at file:\/\/\/no\/such\/model\.tar\.gz\./,
        ],
        [{ ModelDataUrl: 's3://bucket/no-such.tar.gz' }, /^Could not find model data at s3:\/\/bucket/],
      ];
      for (const [container, message] of unsupported) {
        const refusal = await refusalOf(withContainer(container));
        assert.equal(refusal.name, 'ValidationException');
        assert.match(refusal.message, message);
      }
      const [one, two] = [labelledModel, labelledModel];
      assert.match((await refusalOf(create({ Containers: [one, two] }))).message, /^Containers .*one container/);
      assert.match((await refusalOf(create({ Containers: [one], PrimaryContainer: two }))).message, /only one of them/);
      assert.match((await refusalOf(create({}))).message, /has no container/);
      const direct = create({ PrimaryContainer: one, InferenceExecutionConfig: { Mode: 'Direct' } });
      assert.match((await refusalOf(direct)).message, /^InferenceExecutionConfig /);
      assert.match((await refusalOf(describeModel('m'))).message, /^Could not find model/, 'nothing was made');
    });

    it('is listed newest first, also among those made in the same millisecond', async () => {
      const names = Array.from({ length: 12 }, (_, index) => `burst-${index}`);
      for (const name of names) await createModel(service.sagemaker, name);
      const read: (string | undefined)[] = [];
      let NextToken: string | undefined;
      do {
        const page = await send(new ListModelsCommand({ NameContains: 'burst', MaxResults: 5, NextToken }));
        read.push(...(page.Models ?? []).map(({ ModelName }) => ModelName));
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      assert.deepEqual(read, names.toReversed());
      const fifth = (await describeModel('burst-5')).CreationTime;
      const later = await send(
        new ListModelsCommand({ NameContains: 'burst', CreationTimeAfter: fifth, SortBy: 'Name' }),
      );
      assert.equal(later.Models?.length, 7);
      assert.match((await refusalOf(send(new ListModelsCommand({ NextToken: 'abc' })))).message, /NextToken/);
      assert.match(
        (await refusalOf(send(new ListModelsCommand({ MaxResults: 101 })))).message,
        /less than or equal to 100/,
      );
    });
  });

  describe('an endpoint configuration', () => {
    const describeConfig = (EndpointConfigName: string) =>
      send(new DescribeEndpointConfigCommand({ EndpointConfigName }));
    before(async () => {
      for (const name of ['first', 'second']) await createModel(service.sagemaker, name);
    });

    it('is described as it was created, with the default weight', async () => {
      const variants = [
        variantOf('a', 'first', { InitialVariantWeight: 0, VolumeSizeInGB: 10 }),
        variantOf('b', 'second', {
          ContainerStartupHealthCheckTimeoutInSeconds: 120,
          RoutingConfig: { RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS' },
        }),
      ];
      const { EndpointConfigArn } = await send(
        new CreateEndpointConfigCommand({
          EndpointConfigName: 'full',
          ProductionVariants: variants,
          KmsKeyId: 'alias/key',
          VpcConfig: vpc,
          ExecutionRoleArn: role,
          DataCaptureConfig: {
            EnableCapture: false,
            InitialSamplingPercentage: 100,
            DestinationS3Uri: 's3://b/c',
            CaptureOptions: [{ CaptureMode: 'Input' }],
          },
        }),
      );
      const described = await describeConfig('full');
      assert.equal(EndpointConfigArn, 'arn:aws:sagemaker:us-east-1:000000000000:endpoint-config/full');
      assert.equal(described.EndpointConfigArn, EndpointConfigArn);
      assert.deepEqual(described.ProductionVariants, [variants[0], { ...variants[1], InitialVariantWeight: 1 }]);
      assert.deepEqual([described.KmsKeyId, described.VpcConfig, described.ExecutionRoleArn], ['alias/key', vpc, role]);
      assert.equal(described.DataCaptureConfig?.EnableCapture, false);
    });

    it('is refused when a model of it does not exist', async () => {
      const refusal = await refusalOf(createConfig(service.sagemaker, 'c', variantOf('a', 'nobody')));
      assert.equal(refusal.message, 'Could not find model "arn:aws:sagemaker:us-east-1:000000000000:model/nobody".');
    });

    it('is refused when a rule of the API is broken', async () => {
      const broken: [ProductionVariant[], RegExp][] = [
        [[], /'productionVariants' failed .* greater than or equal to 1/],
        [Array.from({ length: 11 }, (_, i) => variantOf(`v${i}`, 'first')), /length less than or equal to 10/],
        [
          [variantOf('a', 'first', { InstanceType: 'ml.huge' as never })],
          /Value 'ml\.huge' at 'productionVariants\.1\.member\.instanceType' failed to satisfy constraint: Member must satisfy enum value set: \[ml\./,
        ],
        [[variantOf('a', 'first', { InitialVariantWeight: -1 })], /greater than or equal to 0/],
        [[variantOf('a', 'first', { InitialInstanceCount: 0 })], /greater than or equal to 1/],
        [
          [variantOf('a', 'first', { InitialInstanceCount: undefined })],
          /^ProductionVariants\[0\]\.InitialInstanceCount is missing/,
        ],
        [[variantOf('a', 'first'), variantOf('a', 'second')], /Duplicate production variant name "a"/],
        [[variantOf('a', 'first', { InitialVariantWeight: 0 })], /add up to 0/],
      ];
      for (const [variants, message] of broken) {
        assert.match((await refusalOf(createConfig(service.sagemaker, 'c', ...variants))).message, message);
      }
    });

    it('is refused, with the member and what to do, when Local can’t honour it', async () => {
      const create = (more: object, variant: object = {}) =>
        send(
          new CreateEndpointConfigCommand({
            EndpointConfigName: 'c',
            ProductionVariants: [variantOf('a', 'first', variant)],
            ...more,
          }),
        );
      const capture = { InitialSamplingPercentage: 1, DestinationS3Uri: 's3://b/c', CaptureOptions: [] };
      const unsupported: [Promise<unknown>, RegExp][] = [
        [create({ ShadowProductionVariants: [variantOf('s', 'first')] }), /^ShadowProductionVariants /],
        [create({ DataCaptureConfig: { ...capture, EnableCapture: true } }), /^DataCaptureConfig .*EnableCapture/],
        [create({ DataCaptureConfig: capture }), /^DataCaptureConfig /],
        [create({ AsyncInferenceConfig: { OutputConfig: {} } }), /^AsyncInferenceConfig /],
        [create({ ExplainerConfig: {} }), /^ExplainerConfig /],
        [
          create({}, { ServerlessConfig: { MemorySizeInMB: 1024, MaxConcurrency: 1 } }),
          /^ProductionVariants\[0\]\.ServerlessConfig /,
        ],
        [
          create({}, { ManagedInstanceScaling: { Status: 'ENABLED' } }),
          /^ProductionVariants\[0\]\.ManagedInstanceScaling /,
        ],
        [create({}, { RoutingConfig: { RoutingStrategy: 'RANDOM' } }), /^ProductionVariants\[0\]\.RoutingConfig /],
        [create({}, { ModelName: undefined }), /^ProductionVariants\[0\]\.ModelName is missing/],
      ];
      for (const [request, message] of unsupported) assert.match((await refusalOf(request)).message, message);
    });

    it('outlives its model, and the other way round', async () => {
      await createModel(service.sagemaker, 'shortlived');
      await createConfig(service.sagemaker, 'orphan', variantOf('a', 'shortlived'));
      await send(new DeleteModelCommand({ ModelName: 'shortlived' }));
      assert.equal((await describeConfig('orphan')).ProductionVariants?.[0]?.ModelName, 'shortlived');
      await send(new DeleteEndpointConfigCommand({ EndpointConfigName: 'orphan' }));
      assert.equal(
        (await refusalOf(describeConfig('orphan'))).message,
        'Could not find endpoint configuration "arn:aws:sagemaker:us-east-1:000000000000:endpoint-config/orphan".',
      );
    });

    it('is listed by name where that is asked for', async () => {
      for (const name of ['list-b', 'list-c', 'list-a'])
        await createConfig(service.sagemaker, name, variantOf('v', 'first'));
      const list = async (SortOrder?: 'Ascending' | 'Descending') => {
        const page = await send(new ListEndpointConfigsCommand({ NameContains: 'list-', SortBy: 'Name', SortOrder }));
        return page.EndpointConfigs?.map(({ EndpointConfigName }) => EndpointConfigName?.at(-1)).join('');
      };
      assert.deepEqual([await list('Ascending'), await list('Descending')], ['abc', 'cba']);
    });
  });
});
