/** npm and the shell forward a signal that the terminal has already sent. Repeats within this time are ignored. */
const REPEAT_MS = 1_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const CANCELLED_EXIT_CODE = 130;

/**
 * Runs `act` with an AbortSignal that Ctrl+C or a termination signal aborts. A second signal exits at once. Until then no
 * signal ends the process in the middle of a file.
 */
export async function withCancellation<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let abortedAt: number | undefined;
  const cancel = () => {
    if (abortedAt !== undefined && performance.now() - abortedAt > REPEAT_MS) process.exit(CANCELLED_EXIT_CODE);
    abortedAt ??= performance.now();
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, cancel);
  try {
    return await work(controller.signal);
  } finally {
    for (const signal of SIGNALS) process.off(signal, cancel);
  }
}
