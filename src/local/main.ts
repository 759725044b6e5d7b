import { fileURLToPath } from 'node:url';
import { localKeyVariables } from '../api/local.ts';
import { readCommand, type ServiceOptions, thisProcess, usage } from './arguments.ts';
import { createLog, describeError, type Log } from './log.ts';
import { AlreadyServedError, keysFrom, type RunningService, startService } from './service.ts';

const exitCodes = { ended: 0, failed: 1, wrongArguments: 2, alreadyServed: 3 } as const;

/** Beside this very file, as it is built. */
const onnxHost = fileURLToPath(new URL('./containers/onnx/host.js', import.meta.url));

const command = readCommand(process.argv.slice(2), thisProcess());
switch (command.kind) {
  case 'help':
    process.stdout.write(usage);
    break;
  case 'refused':
    end(exitCodes.wrongArguments, `${command.problem} See --help.`);
    break;
  case 'serve':
    await serve(command.options);
    break;
}

async function serve(options: ServiceOptions): Promise<void> {
  const log = createLog((line) => process.stderr.write(line));
  const keys = keysFrom(process.env);
  if (!keys) {
    const { accessKeyId, secretAccessKey } = localKeyVariables;
    end(
      exitCodes.wrongArguments,
      `Set both ${accessKeyId} (letters, digits and _) and ${secretAccessKey}, or neither.`,
    );
    return;
  }
  surviveSurprises(log);
  const stopRequest = whenToldToStop(options);
  try {
    const service = await startService({ ...options, keys, onnxHost, log });
    process.stdout.write(`${JSON.stringify(service.ready)}\n`);
    await stopRequest;
    await stop(service, log);
  } catch (error) {
    end(error instanceof AlreadyServedError ? exitCodes.alreadyServed : exitCodes.failed, describeError(error));
  }
}

async function stop(service: RunningService, log: Log): Promise<void> {
  log.info('stopping');
  await service.stop();
  log.info('stopped');
  process.exit(exitCodes.ended);
}

/** Resolves at the first SIGTERM or SIGINT, or when standard input ends if that was asked for. A second signal ends at once. */
function whenToldToStop({ stopWithParent }: ServiceOptions): Promise<void> {
  return new Promise((resolve) => {
    let told = false;
    const onSignal = () => {
      if (told) process.exit(exitCodes.failed);
      told = true;
      resolve();
    };
    process.on('SIGTERM', onSignal).on('SIGINT', onSignal).on('SIGHUP', onSignal);
    if (!stopWithParent) return;
    process.stdin.on('end', resolve).on('close', resolve).on('error', resolve);
    process.stdin.resume();
  });
}

/** Records are whole on disk at every moment, so going on serves users better than ending every instance. */
function surviveSurprises(log: Log): void {
  const report = (event: string) => (error: unknown) =>
    log.error(event, { reason: error instanceof Error ? error.stack : String(error) });
  // Whoever started the service may end first; what can't be written any more is no surprise.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  process.on('uncaughtException', report('uncaught exception'));
  process.on('unhandledRejection', report('unhandled rejection'));
}

function end(code: number, message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = code;
  setImmediate(() => process.exit(code));
}
