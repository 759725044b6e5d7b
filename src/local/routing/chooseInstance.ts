/** An instance as the router sees it. */
export interface LoadedInstance {
  /** Invocations it has been sent and has not answered. */
  readonly outstanding: number;
}

/**
 * The instance with the fewest outstanding invocations, ties at random (API: `RoutingStrategy` LEAST_OUTSTANDING_REQUESTS).
 * @param random uniform in [0, 1)
 */
export function chooseInstance<T extends LoadedInstance>(instances: readonly T[], random: number): T | undefined {
  const fewest = Math.min(...instances.map(({ outstanding }) => outstanding));
  const idlest = instances.filter(({ outstanding }) => outstanding === fewest);
  return idlest[Math.floor(random * idlest.length)];
}
