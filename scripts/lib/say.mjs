/**
 * Tells the user what is going on; on standard error, because standard output belongs to the program that was asked for.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`);
}
