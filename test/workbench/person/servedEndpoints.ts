// Endpoints that serve before a test file's workbench opens: those tests are about using them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CreateModelCommand } from '@aws-sdk/client-sagemaker';
import { createConfig, createEndpoint, createModel, variantOf } from '../../local/resources.ts';
import { startService, type TestService } from '../../local/service.ts';
import { root } from '../harness/paths.mjs';

/** The local service of a test file. */
export interface ServedEndpoints {
  /** User settings with which the extension finds the service. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The running service; for hooks and tests. */
  service(): TestService;
}

/**
 * Serves from a folder of its own around the tests of the enclosing `describe`. To be called before `useWorkbench`.
 * @param deploy makes what shall be there
 */
export function useService(deploy: (service: TestService) => Promise<void>): ServedEndpoints {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'sagemaker-hosting-served-'));
  let service: TestService | undefined;
  before('serve the endpoints', async () => {
    service = await startService({ dataDirectory });
    await deploy(service);
  });
  after('end the service', async () => {
    await service?.stop();
  });
  // Not earlier: a workbench that is closed after the service may have started it again.
  process.once('exit', () => rmSync(dataDirectory, { recursive: true, force: true }));
  return {
    settings: { 'sagemakerHosting.local.dataFolder': dataDirectory },
    service: () => {
      if (!service) throw new Error('The service runs only while tests and their hooks run.');
      return service;
    },
  };
}

/** The sample's language identifier, with 95 % of the traffic on one variant. */
export async function deploySample({ sagemaker }: TestService, name: string): Promise<void> {
  for (const precision of ['fp32', 'int8']) {
    const artifact = join(root, 'examples', 'language-id', 'artifacts', `lande-${precision}.tar.gz`);
    const container = { Image: 'local/onnx', ModelDataUrl: pathToFileURL(artifact).href };
    await sagemaker.send(new CreateModelCommand({ ModelName: `${name}-${precision}`, PrimaryContainer: container }));
  }
  await createConfig(
    sagemaker,
    name,
    variantOf('champion', `${name}-fp32`, { InitialVariantWeight: 95 }),
    variantOf('canary', `${name}-int8`, { InitialVariantWeight: 5 }),
  );
  await createEndpoint(sagemaker, name, name);
}

/** A model that does as its requests say: sleeps, fails, answers at length. */
export async function deployObedient({ sagemaker }: TestService, name: string): Promise<void> {
  await createModel(sagemaker, name);
  await createConfig(sagemaker, name, variantOf('only', name));
  await createEndpoint(sagemaker, name, name);
}
