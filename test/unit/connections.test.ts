import assert from 'node:assert/strict';
import fc from 'fast-check';
import { afterEnd, RESTART_WINDOW_MS } from '../../src/connections/localRestarts.ts';
import { logLine } from '../../src/connections/logLine.ts';
import { profileChoices } from '../../src/connections/profiles.ts';
import { endpointUrlProblem, regionNames, regionProblem } from '../../src/connections/regions.ts';
import { awsConnection, storedConnections } from '../../src/connections/stored.ts';

describe('The stored list of connections', () => {
  it('is empty where nothing or nonsense is stored', () => {
    for (const stored of [undefined, null, 'text', {}, [null, 1, 'x', { profile: 'dev' }]]) {
      assert.deepEqual(storedConnections(stored), []);
    }
  });

  it('gives back what was stored, each place once', () => {
    const dev = awsConnection({ profile: 'dev', region: 'eu-west-1' });
    const plain = awsConnection({ region: 'us-east-1', endpointUrl: 'https://vpce.example' });
    assert.deepEqual(storedConnections(JSON.parse(JSON.stringify([dev, plain, dev]))), [dev, plain]);
  });

  it('has one id for each place', () => {
    const part = fc.string({ maxLength: 8 });
    const place = fc.record({ profile: part, region: part, endpointUrl: part });
    fc.assert(
      fc.property(place, place, (a, b) => {
        const same = JSON.stringify(a) === JSON.stringify(b);
        assert.equal(awsConnection(a).id === awsConnection(b).id, same);
      }),
    );
  });
});

describe('The profiles to choose from', () => {
  const choices = profileChoices({
    configFile: {
      'sso-session.corp': { sso_start_url: 'https://corp.awsapps.com/start' },
      'services.local': {},
      work: { sso_session: 'corp', sso_account_id: '123456789012', sso_role_name: 'Scientist', region: 'eu-west-1' },
      admin: {
        role_arn: 'arn:aws:iam::210987654321:role/team/Admin',
        source_profile: 'default',
        mfa_serial: 'arn:mfa',
      },
      tool: { credential_process: '/bin/creds' },
      bare: { region: 'us-east-1' },
    },
    credentialsFile: { default: { aws_access_key_id: 'AKID', aws_secret_access_key: 'secret' } },
  });

  it('come from both files, default first, without other sections', () => {
    assert.deepEqual(
      choices.map(({ name }) => name),
      ['default', 'work', 'admin', 'tool', 'bare'],
    );
  });

  it('say where their credentials come from', () => {
    assert.deepEqual(
      choices.map(({ source }) => source),
      [
        'access key',
        'IAM Identity Center (SSO), account 123456789012, Scientist',
        'assumes role Admin, account 210987654321, with MFA',
        'credential process',
        'no credentials of its own',
      ],
    );
  });

  it('bring their region, and no secret', () => {
    assert.equal(choices[1]?.region, 'eu-west-1');
    assert.ok(!JSON.stringify(choices).includes('AKID'));
    assert.ok(!JSON.stringify(choices).includes('secret'));
  });
});

describe('What is typed for a connection', () => {
  it('may be any known region', () => {
    for (const region of Object.keys(regionNames)) assert.equal(regionProblem(region), undefined, region);
  });

  it('may be a region that is not known yet, but must look like one', () => {
    assert.equal(regionProblem('eu-central-9'), undefined);
    for (const typed of ['', 'Europe', 'eu-west', 'eu_west_1', 'https://eu-west-1'])
      assert.ok(regionProblem(typed), typed);
  });

  it('may be an http or https address without secrets', () => {
    for (const url of ['https://vpce-1.api.sagemaker.eu-west-1.vpce.amazonaws.com', 'http://127.0.0.1:8080/path']) {
      assert.equal(endpointUrlProblem(url), undefined, url);
    }
    for (const url of [
      '',
      'vpce-1.example',
      'ftp://example.org',
      'https://me:pass@example.org',
      'https://example.org?key=1',
    ]) {
      assert.ok(endpointUrlProblem(url), url);
    }
  });
});

describe('When the local service ends unasked, it', () => {
  it('is started at once, then after a second, and the third time within a minute no more', () => {
    assert.deepEqual(afterEnd([1_000], 1_000), { kind: 'restart', afterMs: 0 });
    assert.deepEqual(afterEnd([1_000, 2_000], 2_000), { kind: 'restart', afterMs: 1_000 });
    assert.deepEqual(afterEnd([1_000, 2_000, 3_000], 3_000), { kind: 'giveUp', endsInWindow: 3 });
  });

  it('is started at once again when the earlier ends are a minute old', () => {
    const now = RESTART_WINDOW_MS + 2_000;
    assert.deepEqual(afterEnd([1_000, 2_000, now], now), { kind: 'restart', afterMs: 0 });
  });
});

describe('A line of the local service’s log', () => {
  it('keeps its level and loses its time', () => {
    assert.deepEqual(logLine('2026-08-07T10:00:00.000Z warn instance-ended code=1'), {
      level: 'warn',
      text: 'instance-ended code=1',
    });
  });

  it('is information when it is anything else', () => {
    assert.deepEqual(logLine('(node:1) Warning: x'), { level: 'info', text: '(node:1) Warning: x' });
  });
});
