import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { createAwsClients } from '../../src/connections/awsClients.ts';
import { awsConnection } from '../../src/connections/stored.ts';
import { explain } from '../../src/hosting/problems.ts';
import type { Clients } from '../../src/hosting/sdk.ts';
import { operations } from '../../src/hosting/sdkOperations.ts';
import { startService, type TestService, temporaryDirectory } from './service.ts';

const keys = { accessKeyId: 'AKIDTEST', secretAccessKey: 'a-test-secret' };
const variables = [
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_ENDPOINT_URL_STS',
  'AWS_EC2_METADATA_DISABLED',
];
const noCode = () => Promise.reject(new Error('Nobody should be asked.'));

describe('Credentials of an AWS connection', () => {
  let folder: string;
  let service: TestService;
  let sts: Server;
  const stsCodes: (string | null)[] = [];
  const outside = new Map(variables.map((name) => [name, process.env[name]]));

  before(async () => {
    folder = await temporaryDirectory();
    service = await startService({
      environment: {
        SAGEMAKER_LOCAL_ACCESS_KEY_ID: keys.accessKeyId,
        SAGEMAKER_LOCAL_SECRET_ACCESS_KEY: keys.secretAccessKey,
      },
    });
    sts = await startSts((code) => stsCodes.push(code));
    process.env.AWS_CONFIG_FILE = join(folder, 'config');
    process.env.AWS_SHARED_CREDENTIALS_FILE = join(folder, 'credentials');
    process.env.AWS_ENDPOINT_URL_STS = `http://127.0.0.1:${(sts.address() as AddressInfo).port}`;
    process.env.AWS_EC2_METADATA_DISABLED = 'true';
  });

  after(async () => {
    for (const [name, value] of outside) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await service.stop();
    sts.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('are read anew for new clients, so that what was mended elsewhere counts', async () => {
    await write({ credentials: profile('mine', { ...keys, secretAccessKey: 'wrong' }) });
    await assert.rejects(operations.list(await clients('mine'), 'model', {}), (error: unknown) => {
      assert.equal(explain(error).kind, 'noCredentials');
      return true;
    });
    await write({ credentials: profile('mine', keys) });
    assert.deepEqual((await operations.list(await clients('mine'), 'model', {})).items, []);
  });

  it('may come from a process', async () => {
    const script = join(folder, 'credentials.mjs');
    const output = { Version: 1, AccessKeyId: keys.accessKeyId, SecretAccessKey: keys.secretAccessKey };
    await writeFile(script, `console.log(${JSON.stringify(JSON.stringify(output))});`);
    await write({ config: `[profile tool]\ncredential_process = "${process.execPath}" "${script}"\n` });
    assert.deepEqual((await operations.list(await clients('tool'), 'model', {})).items, []);
  });

  it('of a role behind MFA ask for one code, for control plane and runtime together', async () => {
    await write({
      credentials: profile('base', keys),
      config: `[profile role]
role_arn = arn:aws:iam::123456789012:role/Scientist
source_profile = base
mfa_serial = arn:aws:iam::123456789012:mfa/me
region = us-east-1
`,
    });
    const asked: string[] = [];
    const both = await clients('role', async (serial) => {
      asked.push(serial);
      return '123456';
    });
    await operations.list(both, 'model', {});
    const invocation = both.runtime.send(new InvokeEndpointCommand({ EndpointName: 'nowhere', Body: '{}' }));
    await assert.rejects(invocation, { name: 'ValidationError' });
    assert.deepEqual(asked, ['arn:aws:iam::123456789012:mfa/me']);
    assert.deepEqual(stsCodes, ['123456']);
  });

  it('of a profile that has none are not replaced by others', async () => {
    await write({ credentials: profile('default', keys), config: '[profile bare]\nregion = us-east-1\n' });
    await assert.rejects(operations.list(await clients('bare'), 'model', {}), (error: unknown) => {
      assert.equal(explain(error, { profile: 'bare' }).title, 'No credentials from profile bare');
      return true;
    });
  });

  function clients(name: string, askMfaCode: (serial: string) => Promise<string> = noCode): Promise<Clients> {
    const { region, url } = service.ready;
    return createAwsClients(awsConnection({ profile: name, region, endpointUrl: url }), askMfaCode);
  }

  async function write({ config = '', credentials = '' }): Promise<void> {
    await writeFile(join(folder, 'config'), config);
    await writeFile(join(folder, 'credentials'), credentials);
  }
});

function profile(name: string, { accessKeyId, secretAccessKey }: typeof keys): string {
  return `[${name}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
}

/** Stands in for STS, which nothing here can reach: hands out the key pair, which the service then verifies. */
async function startSts(assumed: (code: string | null) => void): Promise<Server> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    assumed(new URLSearchParams(Buffer.concat(chunks).toString()).get('TokenCode'));
    const expiration = new Date(Date.now() + 3_600_000).toISOString();
    response.writeHead(200, { 'content-type': 'text/xml' });
    response.end(`<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
<Credentials><AccessKeyId>${keys.accessKeyId}</AccessKeyId><SecretAccessKey>${keys.secretAccessKey}</SecretAccessKey>
<SessionToken>token</SessionToken><Expiration>${expiration}</Expiration></Credentials>
</AssumeRoleResult></AssumeRoleResponse>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
