/** Headers of InvokeEndpoint, lower case (API: `InvokeEndpointInput`, `InvokeEndpointOutput`). */
export const runtimeHeaders = {
  customAttributes: 'x-amzn-sagemaker-custom-attributes',
  targetModel: 'x-amzn-sagemaker-target-model',
  targetVariant: 'x-amzn-sagemaker-target-variant',
  targetContainerHostname: 'x-amzn-sagemaker-target-container-hostname',
  inferenceId: 'x-amzn-sagemaker-inference-id',
  enableExplanations: 'x-amzn-sagemaker-enable-explanations',
  inferenceComponent: 'x-amzn-sagemaker-inference-component',
  sessionId: 'x-amzn-sagemaker-session-id',
  invokedProductionVariant: 'x-amzn-invoked-production-variant',
  errorType: 'x-amzn-errortype',
} as const;

/** Bytes from which on InvokeEndpoint may refuse a payload: the API model's own limit. Warn, do not block. */
export const PAYLOAD_WARNING_BYTES = 6 * 1024 * 1024;

/** Bytes that Local takes at most, as newer guidance gives for InvokeEndpoint. */
export const PAYLOAD_LIMIT_BYTES = 25 * 1024 * 1024;

/** Milliseconds a container has to answer one invocation (developer guide). */
export const INVOCATION_TIMEOUT_MS = 60_000;
