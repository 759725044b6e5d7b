/** The scheme of read-only descriptions of resources. */
export const DESCRIPTION_SCHEME = 'sagemaker-hosting';
