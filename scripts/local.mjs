// npm run local [-- --data DIR] [--port N]: the local hosting service by itself. Standard output is the service's own.

import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { root } from '../test/workbench/harness/paths.mjs';
import { run } from './lib/run.mjs';
import { prepare } from './prepare.mjs';

await run(async () => {
  await prepare('build');
  const service = join(root, 'dist', 'local', 'main.js');
  const child = spawn(process.execPath, [service, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(name, () => child.kill(name));
  process.exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
});
