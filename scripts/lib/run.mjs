import { say } from './say.mjs';

/**
 * Runs a script's main part; a failure is told in plain words, with its causes, and ends the process with exit code 1.
 * @param {() => Promise<void>} main
 */
export async function run(main) {
  try {
    await main();
  } catch (error) {
    say(explain(error));
    process.exitCode = 1;
  }
}

/**
 * @param {unknown} error
 * @returns {string}
 */
function explain(error) {
  if (process.env.DEBUG && error instanceof Error) return String(error.stack);
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}\n  because: ${explain(error.cause)}`;
}
