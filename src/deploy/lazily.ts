/** Something that is made when it is first asked for. */
export interface Lazy<T> {
  get(): Promise<T>;
  dispose(): void;
}

/** Makes a thing once, on first use, and disposes it if it was made. A failed attempt is made again the next time. */
export function lazily<T extends { dispose(): void }>(make: () => Promise<T>): Lazy<T> {
  let made: Promise<T> | undefined;
  return {
    get() {
      made ??= make().catch((error: unknown) => {
        made = undefined;
        throw error;
      });
      return made;
    },
    dispose() {
      void made?.then((thing) => thing.dispose());
    },
  };
}
