const problems: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk of the data folder is full. Make room on it and try again.',
  EDQUOT: 'Your quota on the disk of the data folder is used up. Make room on it and try again.',
  EROFS: "The data folder can't be written. Make it writable for the user who runs Local and try again.",
  EACCES: "The data folder can't be written. Make it writable for the user who runs Local and try again.",
  EPERM: "The data folder can't be written. Make it writable for the user who runs Local and try again.",
};

/** What its user can do about an error of the file system; undefined for any other error. */
export function storageProblem(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const known = 'code' in error && typeof error.code === 'string' ? problems[error.code] : undefined;
  return known ?? storageProblem(error.cause);
}
