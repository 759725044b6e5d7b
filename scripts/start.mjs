// npm start [-- --desktop] [--port N]: the sample workspace in VS Code with the extension loaded.
import { parseArgs } from 'node:util';
import { run } from './lib/run.mjs';
import { prepare } from './prepare.mjs';

await run(async () => {
  const { values } = parseArgs({ options: { desktop: { type: 'boolean' }, port: { type: 'string', default: '0' } } });
  await prepare(values.desktop ? 'build' : 'editor');
  const { startDesktop, startInBrowser } = await import('./lib/editors.mjs');
  if (values.desktop) startDesktop();
  else await startInBrowser(portNumber(values.port));
});

/**
 * @param {string} text
 * @returns {number}
 * @throws {Error} when it is no port
 */
function portNumber(text) {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new Error(`--port ${text}: a port is a number from 0 to 65535.`);
  return port;
}
