import assert from 'node:assert/strict';
import type { DescribeEndpointConfigCommandOutput, DescribeModelCommandOutput } from '@aws-sdk/client-sagemaker';
import {
  apiCalls,
  type DeploymentSpec,
  type ExistingResources,
  planDeployment,
  plannedInstances,
} from '../../src/hosting/deploymentPlan.ts';

const spec: DeploymentSpec = {
  endpointName: 'shop',
  variants: [
    {
      name: 'a',
      modelDataUrl: 'file:///a.tar.gz',
      image: 'local/onnx',
      instanceType: 'ml.m5.large',
      instanceCount: 1,
      weight: 95,
    },
    {
      name: 'b',
      modelDataUrl: 'file:///b.tar.gz',
      image: 'local/onnx',
      instanceType: 'ml.m5.large',
      instanceCount: 2,
      weight: 5,
    },
  ],
};

const nothing: ExistingResources = { models: new Map(), endpointConfigs: new Map() };

const described = { $metadata: {} };

function model(name: string, url: string, more: Partial<DescribeModelCommandOutput> = {}): DescribeModelCommandOutput {
  return {
    ...described,
    ModelName: name,
    ModelArn: `arn:aws:sagemaker:us-east-1:000000000000:model/${name}`,
    CreationTime: new Date(),
    PrimaryContainer: { Image: 'local/onnx', ModelDataUrl: url },
    ...more,
  };
}

function existingModels(...models: DescribeModelCommandOutput[]): ExistingResources {
  return { ...nothing, models: new Map(models.map((each) => [each.ModelName ?? '', each])) };
}

describe('the plan of a deployment', () => {
  it('is exactly the three kinds of calls, by name', () => {
    assert.deepEqual(apiCalls(planDeployment(spec, nothing)), [
      {
        operation: 'CreateModel',
        input: { ModelName: 'shop-a', PrimaryContainer: { Image: 'local/onnx', ModelDataUrl: 'file:///a.tar.gz' } },
      },
      {
        operation: 'CreateModel',
        input: { ModelName: 'shop-b', PrimaryContainer: { Image: 'local/onnx', ModelDataUrl: 'file:///b.tar.gz' } },
      },
      {
        operation: 'CreateEndpointConfig',
        input: {
          EndpointConfigName: 'shop-config',
          ProductionVariants: [
            {
              VariantName: 'a',
              ModelName: 'shop-a',
              InstanceType: 'ml.m5.large',
              InitialInstanceCount: 1,
              InitialVariantWeight: 95,
            },
            {
              VariantName: 'b',
              ModelName: 'shop-b',
              InstanceType: 'ml.m5.large',
              InitialInstanceCount: 2,
              InitialVariantWeight: 5,
            },
          ],
        },
      },
      { operation: 'CreateEndpoint', input: { EndpointName: 'shop', EndpointConfigName: 'shop-config' } },
    ]);
  });

  it('tells how many instances of which type it starts', () => {
    assert.deepEqual([...plannedInstances(planDeployment(spec, nothing))], [['ml.m5.large', 3]]);
  });

  it('gives the role to models and only where there is one', () => {
    const role = 'arn:aws:iam::123456789012:role/hosting';
    const plan = planDeployment({ ...spec, executionRoleArn: role }, nothing);
    assert.deepEqual(
      plan.models.map(({ input }) => input.ExecutionRoleArn),
      [role, role],
    );
    assert.ok(planDeployment(spec, nothing).models.every(({ input }) => !('ExecutionRoleArn' in input)));
  });

  it('uses a model that an earlier try has left behind, and doesn’t create it again', () => {
    const plan = planDeployment(spec, existingModels(model('shop-a', 'file:///a.tar.gz')));
    assert.deepEqual(
      plan.models.map(({ exists }) => exists),
      [true, false],
    );
    assert.deepEqual(
      apiCalls(plan).map(({ operation }) => operation),
      ['CreateModel', 'CreateEndpointConfig', 'CreateEndpoint'],
    );
  });

  it('leaves alone a model of the wanted name that is anything else', () => {
    const others = [
      model('shop-a', 'file:///other.tar.gz'),
      model('shop-a', 'file:///a.tar.gz', { ExecutionRoleArn: 'arn:aws:iam::123456789012:role/other' }),
      model('shop-a', 'file:///a.tar.gz', { EnableNetworkIsolation: true }),
      model('shop-a', 'file:///a.tar.gz', {
        PrimaryContainer: { Image: 'local/onnx', ModelDataUrl: 'file:///a.tar.gz', Environment: { A: 'b' } },
      }),
    ];
    for (const other of others) {
      const [first] = planDeployment(spec, existingModels(other)).models;
      assert.deepEqual([first?.input.ModelName, first?.exists], ['shop-a-2', false]);
    }
  });

  it('leaves alone what it knows by name only', () => {
    const plan = planDeployment(spec, {
      models: new Map([['shop-a', undefined]]),
      endpointConfigs: new Map([['shop-config', undefined]]),
    });
    assert.deepEqual(
      plan.models.map(({ input }) => input.ModelName),
      ['shop-a-2', 'shop-b'],
    );
    assert.equal(plan.endpoint.EndpointConfigName, 'shop-config-2');
  });

  it('uses a configuration that is exactly the wanted one, with weights in the service’s precision', () => {
    const weights = [Math.fround(0.95), Math.fround(0.05)];
    const wanted = {
      ...spec,
      variants: spec.variants.map((variant, index) => ({ ...variant, weight: [0.95, 0.05][index] ?? 0 })),
    };
    const ProductionVariants = (planDeployment(wanted, nothing).endpointConfig.input.ProductionVariants ?? []).map(
      (variant, index) => ({ ...variant, InitialVariantWeight: weights[index] }),
    );
    const config: DescribeEndpointConfigCommandOutput = {
      ...described,
      EndpointConfigName: 'shop-config',
      EndpointConfigArn: 'arn:aws:sagemaker:us-east-1:000000000000:endpoint-config/shop-config',
      CreationTime: new Date(),
      ProductionVariants,
    };
    const found = { models: new Map(), endpointConfigs: new Map([['shop-config', config]]) };
    assert.equal(planDeployment(wanted, found).endpointConfig.exists, true);
    const captured = { ...config, DataCaptureConfig: { EnableCapture: true } as never };
    const other = { models: new Map(), endpointConfigs: new Map([['shop-config', captured]]) };
    assert.equal(planDeployment(wanted, other).endpoint.EndpointConfigName, 'shop-config-2');
  });

  it('never gives two models one name, even where truncation makes them alike', () => {
    const long = 'v'.repeat(60);
    const variants = ['1', '2', '3'].map((end) => ({ ...(spec.variants[0] ?? assert.fail()), name: `${long}-${end}` }));
    const names = planDeployment({ endpointName: 'e'.repeat(63), variants }, nothing).models.map(
      ({ input }) => input.ModelName,
    );
    assert.equal(new Set(names).size, 3);
    assert.ok(names.every((name) => name.length <= 63));
  });
});
