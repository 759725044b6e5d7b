/** Images that Local runs by itself, without a container engine. */
export const localImages = ['local/onnx', 'local/node'] as const;

/** An image that Local runs by itself. */
export type LocalImage = (typeof localImages)[number];

/** Whether Local runs this image by itself. */
export function isLocalImage(image: string): image is LocalImage {
  return localImages.some((candidate) => candidate === image);
}
