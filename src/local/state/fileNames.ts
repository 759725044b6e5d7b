/**
 * The file that holds a record. Resource names are case-sensitive, file systems may not be: a capital becomes `_` and its small
 * letter. The prefix keeps names such as `con`, which Windows reserves, apart.
 */
export function recordFileName(name: string): string {
  return `${PREFIX}${name.replace(/[A-Z]/gu, (capital) => `_${capital.toLowerCase()}`)}${SUFFIX}`;
}

/** Whether a file of a record folder holds a record. */
export function isRecordFileName(fileName: string): boolean {
  return fileName.startsWith(PREFIX) && fileName.endsWith(SUFFIX);
}

const PREFIX = 'r-';
const SUFFIX = '.json';
