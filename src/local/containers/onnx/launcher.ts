import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ContainerStartError } from '../container.ts';
import type { Launcher } from '../launcher.ts';

/** Where this product keeps what `local/onnx` is made of. */
export interface OnnxHostFiles {
  /** The bundled host program. */
  readonly host: string;
  /** The folder with ONNX Runtime's WebAssembly build; without it, the one that the host finds beside itself. */
  readonly runtimeDirectory?: string;
}

/** `local/onnx`: the artifact holds model.onnx and may hold code/inference.mjs. */
export function onnxLauncher({ host, runtimeDirectory }: OnnxHostFiles): Launcher {
  const environment: Record<string, string> =
    runtimeDirectory === undefined ? {} : { SAGEMAKER_HOSTING_ONNXRUNTIME: runtimeDirectory };
  return {
    async program(modelDirectory) {
      const files = await readdir(modelDirectory, { recursive: true });
      if (files.includes('model.onnx')) return { entry: host, environment };
      throw new ContainerStartError(`The artifact holds no model.onnx at its top. ${advice(files)}`);
    },
  };
}

function advice(files: readonly string[]): string {
  const [other] = files.filter((file) => file.endsWith('.onnx'));
  if (other === undefined) return 'The image local/onnx runs ONNX models: add model.onnx, or choose another image.';
  return `It holds ${join(other)}: name it model.onnx and pack from inside its folder: tar -czf model.tar.gz -C FOLDER .`;
}
