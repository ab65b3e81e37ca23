const MAX_DELAY_MS = 4_000;

/**
 * Coalesces calls and runs them once after a random delay, so that many clients do not refetch at the same moment;
 * at once while a component waits.
 */
export function createJitteredCall(run: () => void, chance: () => number = Math.random) {
  let timer: ReturnType<typeof setTimeout> | undefined;

  function now(): void {
    clearTimeout(timer);
    timer = undefined;
    run();
  }
  const soon = (): void => void (timer ??= setTimeout(now, chance() * MAX_DELAY_MS));
  return { now, soon };
}
