/** The container contract (developer guide, “Use your own inference code with hosting services”). All times in milliseconds. */
export const containerContract = {
  /** The health check's path: 200 within `pingTimeoutMs`. */
  pingPath: '/ping',
  invocationsPath: '/invocations',
  /** The variable that names the port to listen on. */
  portVariable: 'SAGEMAKER_BIND_TO_PORT',
  /** The argument every image is run with. */
  serveArgument: 'serve',
  pingTimeoutMs: 2_000,
  /** From start to the first healthy ping, unless the variant says otherwise. */
  startupTimeoutMs: 8 * 60_000,
  /** From SIGTERM to SIGKILL. */
  stopGraceMs: 30_000,
} as const;
