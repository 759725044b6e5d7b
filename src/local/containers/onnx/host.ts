/** The program behind the image `local/onnx`: serves the artifact's model.onnx by the container contract. */
import { fileURLToPath } from 'node:url';
import { containerContract } from '../../../api/containerContract.ts';
import { loadHandlers } from './handlers.ts';
import { loadModel } from './model.ts';
import { Predictor } from './predictor.ts';
import { ContainerServer } from './server.ts';

const port = Number(process.env[containerContract.portVariable] ?? 8080);
const modelDirectory = process.env.SAGEMAKER_MODEL_DIR ?? '/opt/ml/model';
const runtimeDirectory =
  process.env.SAGEMAKER_HOSTING_ONNXRUNTIME ?? fileURLToPath(new URL('../../../onnxruntime/', import.meta.url));

const server = new ContainerServer();

process.once('SIGTERM', () => {
  void server.close().then(() => process.exit(0));
});

// A mistake in a model's own code must not take down the requests of others.
process.on('unhandledRejection', (reason) => console.error(reason));
process.on('uncaughtException', (error) => console.error(error));

try {
  await server.listen(port);
  const model = await loadModel(modelDirectory, runtimeDirectory);
  server.serve(new Predictor(model, await loadHandlers(modelDirectory, model)));
} catch (error) {
  console.error(error);
  process.exit(1);
}
