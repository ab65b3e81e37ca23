/** npm and the shell pass on what the terminal has sent to all already: what comes within this time is its echo. */
const ECHO_MS = 1_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const CANCELLED_EXIT_CODE = 130;

/**
 * Does something with a signal that Ctrl+C, or whoever ends this process, aborts; who asks again insists. Until it is
 * done no signal ends the process in the middle of a file.
 */
export async function cancellable<T>(act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let askedAt: number | undefined;
  const cancel = () => {
    if (askedAt !== undefined && performance.now() - askedAt > ECHO_MS) process.exit(CANCELLED_EXIT_CODE);
    askedAt ??= performance.now();
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, cancel);
  try {
    return await act(controller.signal);
  } finally {
    for (const signal of SIGNALS) process.off(signal, cancel);
  }
}
