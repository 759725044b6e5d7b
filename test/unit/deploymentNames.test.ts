import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NAME_PATTERN } from '../../src/api/scalars.ts';
import {
  commonStart,
  freeName,
  joinedName,
  namesLike,
  proposedNames,
  resourceNameFrom,
} from '../../src/hosting/proposedNames.ts';

const anyText = fc.string({ unit: 'grapheme' });

const resourceName = fc.stringMatching(/^[a-zA-Z0-9](-{0,3}[a-zA-Z0-9]){0,62}$/).filter((name) => name.length <= 63);

describe('names proposed for a deployment', () => {
  it('come from what tells something about the model', () => {
    const named = (url: string) => Object.values(proposedNames(url));
    assert.deepEqual(named('file:///w/language-id/artifacts/lande-fp32.tar.gz'), ['language-id', 'lande-fp32']);
    assert.deepEqual(named('file:///w/churn/model.tar.gz'), ['churn', 'variant-1']);
    assert.deepEqual(named('file:///w/churn%20model/out/model.tar.gz'), ['churn-model', 'variant-1']);
    assert.deepEqual(named('file:///w/detector.onnx'), ['detector', 'variant-1']);
    assert.deepEqual(named('s3://bucket/runs/17/fraud_v2.tgz'), ['runs', 'fraud-v2']);
    assert.deepEqual(named('file:///model.tar.gz'), ['endpoint', 'variant-1']);
  });

  it('are always valid', () => {
    fc.assert(
      fc.property(anyText, anyText, (folder, file) => {
        const names = proposedNames(`file:///${encodeURIComponent(folder)}/${encodeURIComponent(file)}`);
        for (const name of Object.values(names)) assert.match(name, NAME_PATTERN);
      }),
    );
  });

  it('are empty where a text has no letter or digit', () => {
    assert.equal(resourceNameFrom('---'), '');
    assert.equal(resourceNameFrom('Größe №1'), 'Gro-e-No1');
  });

  it('joined to an endpoint’s name stay valid, however long, and begin with its start', () => {
    fc.assert(
      fc.property(resourceName, resourceName, fc.integer({ min: 0, max: 20 }), (endpoint, variant, nth) => {
        const name = namesLike(joinedName(endpoint, variant))[nth] ?? '';
        assert.match(name, NAME_PATTERN);
        assert.ok(name.startsWith(commonStart(endpoint)));
      }),
    );
  });

  it('joined are read as both names where there is room', () => {
    assert.equal(joinedName('language-id', 'lande-fp32'), 'language-id-lande-fp32');
  });

  it('that are taken get the first free number', () => {
    const taken = new Set(['a', 'a-2', 'a-4']);
    assert.equal(
      freeName('a', (name) => taken.has(name)),
      'a-3',
    );
    assert.equal(
      freeName('b', (name) => taken.has(name)),
      'b',
    );
  });
});
