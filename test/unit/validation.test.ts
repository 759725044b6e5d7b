import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createEndpointConfigInput } from '../../src/api/endpointConfigs.ts';
import { createModelInput } from '../../src/api/models.ts';
import { NAME_PATTERN, resourceName } from '../../src/api/scalars.ts';
import { fieldProblem, validate, validationMessage } from '../../src/api/validation.ts';

function refusal(schema: Parameters<typeof validate>[0], input: unknown): string {
  const result = validate(schema, input);
  assert.ok(!result.ok, 'the input is refused');
  return validationMessage(result.violations);
}

describe('Checking an input against the API', () => {
  it('accepts a complete endpoint configuration and keeps members it has no rule for', () => {
    const input = {
      EndpointConfigName: 'sentiment-config',
      ProductionVariants: [
        { VariantName: 'blue', ModelName: 'sentiment', InstanceType: 'ml.m5.large', VolumeSizeInGB: 5 },
      ],
    };
    assert.deepEqual(validate(createEndpointConfigInput, input), { ok: true, value: input });
  });

  it('words an unknown instance type as the service does', () => {
    const message = refusal(createEndpointConfigInput, {
      EndpointConfigName: 'c',
      ProductionVariants: [{ VariantName: 'v', InstanceType: 'ml.m5.huge' }],
    });
    assert.match(
      message,
      /^1 validation error detected: Value 'ml\.m5\.huge' at 'productionVariants\.1\.member\.instanceType' failed to satisfy constraint: Member must satisfy enum value set: \[ml\.t2\.medium, /,
    );
  });

  it('counts every broken rule', () => {
    const message = refusal(createModelInput, { ModelName: '-x-', ExecutionRoleArn: 'admin' });
    assert.match(message, /^3 validation errors detected: Value '-x-' at 'modelName' .*regular expression pattern: /);
    assert.match(message, /Value 'admin' at 'executionRoleArn' .*greater than or equal to 20/);
  });

  it('says which required member is missing', () => {
    assert.equal(
      refusal(createModelInput, {}),
      "1 validation error detected: Value null at 'modelName' failed to satisfy constraint: Member must not be null",
    );
  });

  it('does not repeat a variable’s value, nor all of a long one', () => {
    const withVariable = (value: string) => ({ ModelName: 'm', PrimaryContainer: { Environment: { TOKEN: value } } });
    assert.equal(
      refusal(createModelInput, withVariable('secret'.repeat(200))),
      "1 validation error detected: Value at 'primaryContainer.environment.TOKEN' failed to satisfy constraint: " +
        'Member must have length less than or equal to 1024',
    );
    const long = refusal(createModelInput, { ModelName: 'x'.repeat(5000) });
    assert.match(long, /Value 'x{200}…' at 'modelName'/);
    assert.ok(long.length < 1000);
  });

  it('gives a person one sentence beside the field', () => {
    assert.equal(fieldProblem(resourceName, ''), 'Enter a name.');
    assert.equal(fieldProblem(resourceName, 'x'.repeat(64)), 'Use at most 63 characters.');
    assert.equal(fieldProblem(resourceName, 'blue-1'), undefined);
  });

  it('accepts exactly the names of the API’s pattern', () => {
    const nameCharacter = fc.constantFrom(...'aZ0-');
    fc.assert(
      fc.property(fc.array(nameCharacter, { maxLength: 70 }), (characters) => {
        const name = characters.join('');
        const allowed = /^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/.test(name) && name.length <= 63;
        assert.equal(fieldProblem(resourceName, name) === undefined, allowed, name);
      }),
    );
    assert.ok(!NAME_PATTERN.test('a\n'));
  });
});
