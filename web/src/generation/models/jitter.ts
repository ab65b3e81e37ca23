const AT_MOST_MS = 4_000;

/**
 * Does once what many pages are told to do at one moment: so long after it as chance says, or at once where somebody waits for
 * it. Told again meanwhile, it is done once.
 */
export function createJitteredCall(run: () => void, chance: () => number = Math.random) {
  let timer: ReturnType<typeof setTimeout> | undefined;

  function now(): void {
    clearTimeout(timer);
    timer = undefined;
    run();
  }
  const soon = (): void => void (timer ??= setTimeout(now, chance() * AT_MOST_MS));
  return { now, soon };
}
