/** A shorter turn of the event loop accepted every connection that was waiting. */
const QUIET_MS = 0.2;
const MAX_TURNS = 2_000;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Waits for a short turn of the event loop. A listener that closes right after it resets no connection, because the
 * system resets those that aren't accepted yet.
 */
export const quietTurn = async (): Promise<void> => {
  for (let turns = 0; turns < MAX_TURNS; turns++) {
    const startedAt = performance.now();
    await turn();
    if (performance.now() - startedAt < QUIET_MS) return;
  }
};
