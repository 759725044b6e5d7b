import assert from 'node:assert/strict';
import {
  AddTagsCommand,
  CreateEndpointCommand,
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DeleteTagsCommand,
  DescribeEndpointCommand,
  ListEndpointsCommand,
  ListTagsCommand,
  UpdateEndpointCommand,
  type UpdateEndpointCommandInput,
  UpdateEndpointWeightsAndCapacitiesCommand,
  waitUntilEndpointDeleted,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointAsyncCommand, InvokeEndpointCommand, ModelError } from '@aws-sdk/client-sagemaker-runtime';
import {
  createConfig,
  createEndpoint,
  createModel,
  labelFrom,
  refusalOf,
  untilStatus,
  variantOf,
} from './resources.ts';
import { startService, type TestService } from './service.ts';

const arn = 'arn:aws:sagemaker:us-east-1:000000000000';

describe('Endpoints in Local', () => {
  let service: TestService;
  const send: TestService['sagemaker']['send'] = ((command: never) => service.sagemaker.send(command)) as never;
  before(async () => {
    service = await startService();
    for (const name of ['one', 'two']) await createModel(service.sagemaker, name);
    await createConfig(
      service.sagemaker,
      'split',
      variantOf('a', 'one', { InitialVariantWeight: 3 }),
      variantOf('b', 'two'),
    );
    await createConfig(service.sagemaker, 'single', variantOf('a', 'two'));
  });
  after(() => service.stop());

  const describeEndpoint = (EndpointName: string) => send(new DescribeEndpointCommand({ EndpointName }));
  const update = (EndpointName: string, EndpointConfigName: string, more: Partial<UpdateEndpointCommandInput> = {}) =>
    send(new UpdateEndpointCommand({ EndpointName, EndpointConfigName, ...more }));
  const shift = (EndpointName: string, ...DesiredWeightsAndCapacities: object[]) =>
    send(new UpdateEndpointWeightsAndCapacitiesCommand({ EndpointName, DesiredWeightsAndCapacities } as never));
  const weightsOf = async (name: string) =>
    (await describeEndpoint(name)).ProductionVariants?.map(({ VariantName, CurrentWeight }) => [
      VariantName,
      CurrentWeight,
    ]);

  it('come up, tell what is pending meanwhile, and serve', async () => {
    const { EndpointArn } = await send(
      new CreateEndpointCommand({ EndpointName: 'first', EndpointConfigName: 'split' }),
    );
    assert.equal(EndpointArn, `${arn}:endpoint/first`);
    const creating = await describeEndpoint('first');
    assert.equal(creating.EndpointStatus, 'Creating');
    assert.equal(creating.PendingDeploymentSummary?.EndpointConfigName, 'split');
    assert.deepEqual(
      creating.PendingDeploymentSummary?.ProductionVariants?.map(({ VariantName, DesiredWeight }) => [
        VariantName,
        DesiredWeight,
      ]),
      [
        ['a', 3],
        ['b', 1],
      ],
    );
    const { $metadata, CreationTime, LastModifiedTime, ...serving } = await untilStatus(
      service.sagemaker,
      'first',
      'InService',
    );
    const summary = (VariantName: string, weight: number) => ({
      VariantName,
      DeployedImages: [{ SpecifiedImage: 'local/node', ResolvedImage: 'local/node' }],
      CurrentWeight: weight,
      DesiredWeight: weight,
      CurrentInstanceCount: 1,
      DesiredInstanceCount: 1,
    });
    assert.deepEqual(serving, {
      EndpointName: 'first',
      EndpointArn,
      EndpointConfigName: 'split',
      EndpointStatus: 'InService',
      ProductionVariants: [summary('a', 3), summary('b', 1)],
    });
    assert.ok(LastModifiedTime && CreationTime && LastModifiedTime > CreationTime);
    assert.ok(['one', 'two'].includes(await labelFrom(service.runtime, 'first')));
  });

  it('answer with the variant, the type and the attributes that came from the model', async () => {
    const { Body, InvokedProductionVariant, ContentType, CustomAttributes } = await service.runtime.send(
      new InvokeEndpointCommand({
        EndpointName: 'first',
        Body: '{"headers":true,"custom":"trace=1"}',
        ContentType: 'application/json',
        Accept: 'application/json',
        TargetVariant: 'b',
        CustomAttributes: 'trace=0',
        InferenceId: 'id 7',
      }),
    );
    assert.deepEqual([InvokedProductionVariant, ContentType, CustomAttributes], ['b', 'application/json', 'trace=1']);
    const { label, headers } = JSON.parse(Body.transformToString());
    assert.deepEqual([label, headers['x-amzn-sagemaker-custom-attributes']], ['two', 'trace=0']);
  });

  it('pass on a model’s error in the model’s own words', async () => {
    const error = await service.runtime
      .send(new InvokeEndpointCommand({ EndpointName: 'first', Body: '{"status":422,"say":"no column age"}' }))
      .catch((caught: unknown) => caught);
    assert.ok(error instanceof ModelError, String(error));
    assert.deepEqual([error.OriginalStatusCode, error.OriginalMessage], [422, 'no column age']);
    assert.match(error.message, /^Received client error \(422\) from primary with message "no column age"\./);
    assert.match(error.LogStreamArn ?? '', /:log-group:\/aws\/sagemaker\/Endpoints\/first/);
    assert.equal(error.$metadata.httpStatusCode, 424);
  });

  it('refuse invocations that can’t be answered, saying why', async () => {
    const invoke = (more: object) =>
      refusalOf(service.runtime.send(new InvokeEndpointCommand({ EndpointName: 'first', Body: '{}', ...more })));
    assert.match(
      (await invoke({ EndpointName: 'nobody' })).message,
      /^Endpoint nobody of account 000000000000 not found\./,
    );
    assert.match(
      (await invoke({ EndpointName: 'no_body' })).message,
      /'endpointName' failed to satisfy constraint: .*pattern/,
    );
    assert.match((await invoke({ TargetModel: 'm.tar.gz' })).message, /not a multi-model endpoint/);
    assert.match((await invoke({ InferenceComponentName: 'c' })).message, /no inference components/);
    assert.match(
      (await invoke({ CustomAttributes: 'x'.repeat(1025) })).message,
      /'customAttributes' .*less than or equal to 1024/,
    );
    assert.match((await invoke({ InferenceId: 'x'.repeat(65) })).message, /'inferenceId' .*less than or equal to 64/);
    const { name, status } = await invoke({ TargetVariant: 'nope' });
    assert.deepEqual([name, status], ['ValidationError', 400]);
    const asynchronous = service.runtime.send(
      new InvokeEndpointAsyncCommand({ EndpointName: 'first', InputLocation: 's3://bucket/input' }),
    );
    assert.match((await refusalOf(asynchronous)).message, /Local does not do asynchronous inference yet/);
  });

  it('take other weights while they serve', async () => {
    await shift('first', { VariantName: 'a', DesiredWeight: 0 }, { VariantName: 'b', DesiredWeight: 7 });
    await untilStatus(service.sagemaker, 'first', 'InService');
    assert.deepEqual(await weightsOf('first'), [
      ['a', 0],
      ['b', 7],
    ]);
    const labels = await Promise.all(Array.from({ length: 20 }, () => labelFrom(service.runtime, 'first')));
    assert.deepEqual(new Set(labels), new Set(['two']));
  });

  it('refuse weights and counts that make no sense', async () => {
    const refusals: [object[], RegExp][] = [
      [[{ VariantName: 'c', DesiredWeight: 1 }], /"c"/],
      [[{ VariantName: 'a' }], /neither DesiredWeight nor DesiredInstanceCount/],
      [[{ VariantName: 'b', DesiredWeight: 0 }], /weight/],
      [[{ VariantName: 'b', DesiredInstanceCount: 0 }], /at least 1/],
      [[{ VariantName: 'b', DesiredWeight: -1 }], /greater than or equal to 0/],
      [[{ VariantName: 'b', DesiredInstanceCount: 9_999 }], /limit/],
      [[{ VariantName: 'b', DesiredWeight: 1, ServerlessUpdateConfig: {} }], /ServerlessUpdateConfig is not supported/],
    ];
    for (const [changes, message] of refusals)
      assert.match((await refusalOf(shift('first', ...changes))).message, message);
    assert.deepEqual(await weightsOf('first'), [
      ['a', 0],
      ['b', 7],
    ]);
  });

  it('move to another configuration only when it is another one', async () => {
    assert.equal(
      (await refusalOf(update('first', 'split'))).message,
      'Cannot update endpoint with the currently in use endpoint configuration.',
    );
    assert.equal(
      (await refusalOf(update('first', 'nope'))).message,
      `Could not find endpoint configuration "${arn}:endpoint-config/nope".`,
    );
    assert.equal((await refusalOf(update('nope', 'split'))).message, `Could not find endpoint "${arn}:endpoint/nope".`);
  });

  it('refuse a deployment that Local would have to do otherwise', async () => {
    const routed = (Type: string) => ({
      BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type, WaitIntervalInSeconds: 0 } },
    });
    const refused = [
      routed('CANARY'),
      { AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'x' }] } },
      { RollingUpdatePolicy: { MaximumBatchSize: { Type: 'INSTANCE_COUNT', Value: 1 }, WaitIntervalInSeconds: 0 } },
    ];
    for (const DeploymentConfig of refused) {
      const request = update('first', 'single', { DeploymentConfig: DeploymentConfig as never });
      assert.match(
        (await refusalOf(request)).message,
        /^DeploymentConfig is not supported by Local: .*Leave DeploymentConfig out/,
      );
    }
    await update('first', 'single', { DeploymentConfig: routed('ALL_AT_ONCE') as never });
    await untilStatus(service.sagemaker, 'first', 'InService');
  });

  it('take the new configuration’s weights on an update, or keep their own where that is asked for', async () => {
    await update('first', 'split');
    assert.equal(
      (await refusalOf(update('first', 'single'))).message,
      `Cannot update in-progress endpoint "${arn}:endpoint/first".`,
    );
    await untilStatus(service.sagemaker, 'first', 'InService');
    assert.deepEqual(await weightsOf('first'), [
      ['a', 3],
      ['b', 1],
    ]);
    await shift('first', { VariantName: 'a', DesiredWeight: 50 });
    await untilStatus(service.sagemaker, 'first', 'InService');
    await update('first', 'single', { RetainAllVariantProperties: true });
    await untilStatus(service.sagemaker, 'first', 'InService');
    assert.deepEqual(await weightsOf('first'), [['a', 50]]);
    assert.equal(await labelFrom(service.runtime, 'first'), 'two');
  });

  it('keep serving what they were made of when its configuration and model are deleted', async () => {
    await createModel(service.sagemaker, 'passing');
    await createConfig(service.sagemaker, 'passing', variantOf('a', 'passing'));
    await createEndpoint(service.sagemaker, 'lasting', 'passing');
    await send(new DeleteEndpointConfigCommand({ EndpointConfigName: 'passing' }));
    await send(new DeleteModelCommand({ ModelName: 'passing' }));
    assert.equal(await labelFrom(service.runtime, 'lasting'), 'passing');
    assert.equal((await describeEndpoint('lasting')).EndpointConfigName, 'passing');
  });

  it('are refused when their configuration or its model is gone, or their name is taken', async () => {
    await createModel(service.sagemaker, 'passing');
    await createConfig(service.sagemaker, 'hollow', variantOf('a', 'passing'));
    await send(new DeleteModelCommand({ ModelName: 'passing' }));
    const create = async (EndpointName: string, EndpointConfigName: string) =>
      (await refusalOf(send(new CreateEndpointCommand({ EndpointName, EndpointConfigName })))).message;
    assert.equal(await create('new', 'nope'), `Could not find endpoint configuration "${arn}:endpoint-config/nope".`);
    assert.equal(await create('new', 'hollow'), `Could not find model "${arn}:model/passing".`);
    assert.equal(await create('first', 'single'), `Cannot create already existing endpoint "${arn}:endpoint/first".`);
  });

  it('are listed by status and time of change', async () => {
    const list = async (input: object) =>
      (await send(new ListEndpointsCommand(input))).Endpoints?.map(({ EndpointName }) => EndpointName);
    assert.deepEqual(await list({}), ['lasting', 'first']);
    assert.deepEqual(await list({ StatusEquals: 'InService', SortBy: 'Name', SortOrder: 'Ascending' }), [
      'first',
      'lasting',
    ]);
    assert.deepEqual(await list({ StatusEquals: 'Failed' }), []);
    const { LastModifiedTime } = await describeEndpoint('lasting');
    assert.deepEqual(await list({ LastModifiedTimeBefore: LastModifiedTime }), ['first']);
  });

  it('are gone once deleted, with their tags, for the SDK’s own waiter too', async () => {
    const ResourceArn = `${arn}:endpoint/lasting`;
    await send(new AddTagsCommand({ ResourceArn, Tags: [{ Key: 'team', Value: 'x' }] }));
    await send(new DeleteEndpointCommand({ EndpointName: 'lasting' }));
    await waitUntilEndpointDeleted(
      { client: service.sagemaker, maxWaitTime: 30, minDelay: 1, maxDelay: 1 },
      { EndpointName: 'lasting' },
    );
    assert.equal((await refusalOf(describeEndpoint('lasting'))).message, `Could not find endpoint "${ResourceArn}".`);
    assert.match((await refusalOf(send(new ListTagsCommand({ ResourceArn })))).message, /^Could not find endpoint/);
    await send(new CreateEndpointCommand({ EndpointName: 'lasting', EndpointConfigName: 'single' }));
    assert.deepEqual((await send(new ListTagsCommand({ ResourceArn }))).Tags, []);
  });

  it('carry tags that can be added, replaced and removed', async () => {
    const ResourceArn = `${arn}:endpoint/first`;
    const tags = async () =>
      (await send(new ListTagsCommand({ ResourceArn }))).Tags?.map(({ Key, Value }) => `${Key}=${Value}`).join(' ');
    const add = (...pairs: [string, string][]) =>
      send(new AddTagsCommand({ ResourceArn, Tags: pairs.map(([Key, Value]) => ({ Key, Value })) }));
    await add(['a', '1'], ['b', '2']);
    const { Tags } = await add(['b', '3'], ['ç d', '']);
    assert.equal(Tags?.length, 3);
    assert.equal(await tags(), 'a=1 b=3 ç d=');
    await send(new DeleteTagsCommand({ ResourceArn, TagKeys: ['a', 'never-there'] }));
    assert.equal(await tags(), 'b=3 ç d=');
    assert.match((await refusalOf(add(['x', '1'], ['x', '2']))).message, /Duplicate tag key "x"/);
    assert.match((await refusalOf(add(['aws:x', '1']))).message, /reserved/);
    const many = Array.from({ length: 49 }, (_, index): [string, string] => [`k${index}`, '']);
    assert.match((await refusalOf(add(...many))).message, /at most 50/);
    const foreign = 'arn:aws:sagemaker:us-east-1:000000000000:training-job/x';
    assert.match(
      (await refusalOf(send(new ListTagsCommand({ ResourceArn: foreign })))).message,
      /^Could not find resource/,
    );
  });
});
