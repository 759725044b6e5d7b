/**
 * What runs a model. Everything here speaks SageMaker's container contract over HTTP: `GET /ping`, `POST /invocations`,
 * the port from `SAGEMAKER_BIND_TO_PORT`, `serve` as argument, SIGTERM and, 30 seconds later, SIGKILL
 * (SageMaker guide: "Custom Inference Code with Hosting Services").
 */

/** What an instance runs. */
export interface ContainerSpec {
  /** `local/onnx`, `local/node`, … */
  readonly image: string;
  /** `file:///…` (a tar.gz, a folder or an .onnx file) or `s3://bucket/key` in Local's own bucket folder. */
  readonly modelDataUrl?: string;
  /** The model's Environment, handed to the program as it is. */
  readonly environment: Readonly<Record<string, string>>;
}

/** How a program ended; exactly one of the two is set, neither when it could not be started. */
export interface ContainerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A started container: a process speaking the container contract on a loopback port. It need not be healthy yet. */
export interface RunningContainer {
  /** The port on 127.0.0.1. */
  readonly port: number;
  readonly pid: number | undefined;
  /** Key of the unpacked artifact it runs on, for `ArtifactStore.prune`; absent when it runs without one. */
  readonly artifactKey?: string;
  /** Settles when the process has ended, however it ended. Never rejects. */
  readonly exited: Promise<ContainerExit>;
  /** Last lines of standard output and error, oldest first (at most 200), for failure reasons. */
  recentOutput(): readonly string[];
  /** SIGTERM, then SIGKILL after `graceMs` milliseconds (default 30 000). Resolves when the process has ended. Idempotent. */
  stop(graceMs?: number): Promise<void>;
}

/** How and where to start a container. */
export interface ContainerStartOptions {
  /** A folder of the instance's own, made if missing: working files, logs. */
  readonly instanceDirectory: string;
  /** Abandons the start; a container that already runs is stopped by its `stop`. */
  readonly signal?: AbortSignal;
  /** Called for every line of the program's standard output and error. */
  readonly onOutput?: (line: string) => void;
}

/** Starts containers. */
export interface ContainerRuntime {
  /**
   * Unpacks the model's artifact and starts the program that serves it.
   * @throws ContainerStartError when the image, the artifact or the program makes a start impossible
   */
  start(spec: ContainerSpec, options: ContainerStartOptions): Promise<RunningContainer>;
}

/** A container that can't be started: the message says what is wrong, where, and what to do. */
export class ContainerStartError extends Error {
  override readonly name = 'ContainerStartError';
}
