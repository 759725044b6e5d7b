/** A Node.js program that serves a model. */
export interface NodeProgram {
  /** Absolute path of the program's first module. */
  readonly entry: string;
  /** What it needs in its environment besides what every container gets. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Knows how one kind of image is run. */
export interface Launcher {
  /**
   * The program that serves an unpacked artifact.
   * @throws ContainerStartError when the artifact lacks what the image needs
   */
  program(modelDirectory: string): Promise<NodeProgram>;
}
