import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { containerContract } from '../../api/containerContract.ts';
import type { ArtifactStore, UnpackedArtifact } from './artifacts.ts';
import { ChildContainer } from './childContainer.ts';
import {
  type ContainerRuntime,
  type ContainerSpec,
  ContainerStartError,
  type ContainerStartOptions,
  type RunningContainer,
} from './container.ts';
import { contractEnvironment, inheritedEnvironment } from './environment.ts';
import type { Launcher, NodeProgram } from './launcher.ts';
import { nodeLauncher } from './node.ts';
import { type OnnxHostFiles, onnxLauncher } from './onnx/launcher.ts';
import { parentWatchArguments } from './parentWatch.ts';
import { PortPool } from './ports.ts';

/** Runs every container as a process of this machine, by the launcher of its image. */
export class ProcessContainerRuntime implements ContainerRuntime {
  readonly #artifacts: ArtifactStore;
  readonly #launchers: ReadonlyMap<string, Launcher>;
  readonly #ports = new PortPool();

  constructor(artifacts: ArtifactStore, onnx: OnnxHostFiles) {
    this.#artifacts = artifacts;
    this.#launchers = new Map([
      ['local/onnx', onnxLauncher(onnx)],
      ['local/node', nodeLauncher],
    ]);
  }

  async start(spec: ContainerSpec, options: ContainerStartOptions): Promise<RunningContainer> {
    const launcher = this.#launcherOf(spec.image);
    const artifact = await this.#artifactOf(spec, options.signal);
    const program = await launcher.program(artifact.directory);
    const temporary = join(options.instanceDirectory, 'tmp');
    await mkdir(temporary, { recursive: true });
    const port = await this.#ports.acquire();
    try {
      options.signal?.throwIfAborted();
      const container = await startNode({ spec, options, artifact, program, port, temporary });
      void container.exited.then(() => this.#ports.release(port));
      return container;
    } catch (error) {
      this.#ports.release(port);
      throw error;
    }
  }

  #launcherOf(image: string): Launcher {
    const launcher = this.#launchers.get(image);
    if (launcher) return launcher;
    const images = [...this.#launchers.keys()].join(' or ');
    throw new ContainerStartError(`The image ${image} can't run in Local: use ${images}, or deploy it to AWS.`);
  }

  async #artifactOf(spec: ContainerSpec, signal: AbortSignal | undefined): Promise<UnpackedArtifact> {
    if (spec.modelDataUrl !== undefined) return this.#artifacts.materialise(spec.modelDataUrl, signal);
    throw new ContainerStartError(`The image ${spec.image} needs a model artifact: give the model a ModelDataUrl.`);
  }
}

interface NodeStart {
  readonly spec: ContainerSpec;
  readonly options: ContainerStartOptions;
  readonly artifact: UnpackedArtifact;
  readonly program: NodeProgram;
  readonly port: number;
  readonly temporary: string;
}

function startNode({ spec, options, artifact, program, port, temporary }: NodeStart): Promise<RunningContainer> {
  // The editor's own executable behaves as Node.js only when told to.
  const asNode: Record<string, string> = process.versions.electron ? { ELECTRON_RUN_AS_NODE: '1' } : {};
  return ChildContainer.start({
    command: process.execPath,
    args: [...parentWatchArguments, program.entry, containerContract.serveArgument],
    directory: artifact.directory,
    environment: {
      ...inheritedEnvironment(process.env),
      TMPDIR: temporary,
      TMP: temporary,
      TEMP: temporary,
      ...spec.environment,
      ...asNode,
      ...program.environment,
      ...contractEnvironment(port, artifact.directory),
    },
    port,
    artifactKey: artifact.key,
    ...(options.onOutput && { onOutput: options.onOutput }),
  });
}
