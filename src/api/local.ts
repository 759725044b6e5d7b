import * as v from 'valibot';

/** The line of JSON that the local service prints on standard output when it is ready. */
export const readyLine = v.object({
  /** `http://127.0.0.1:PORT` */
  url: v.pipe(v.string(), v.url()),
  region: v.string(),
  accessKeyId: v.string(),
  secretAccessKey: v.string(),
});

/** Where a running local service is, and the key pair it accepts. Holds a secret: never log it. */
export type ReadyLine = v.InferOutput<typeof readyLine>;

/** The region that Local's ARNs and signatures name. */
export const LOCAL_REGION = 'us-east-1';

/** The account that Local's ARNs name. */
export const LOCAL_ACCOUNT = '000000000000';

/** Environment variables that set the local service's key pair. */
export const localKeyVariables = {
  accessKeyId: 'SAGEMAKER_LOCAL_ACCESS_KEY_ID',
  secretAccessKey: 'SAGEMAKER_LOCAL_SECRET_ACCESS_KEY',
} as const;
