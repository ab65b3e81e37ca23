/** An estimate that passed this long ago was wrong. */
const OVERDUE_MS = 3_000;

/** What is left of an estimate, in ms. Undefined once it was wrong. @param elapsedMs since it was made */
export function timeLeft(estimatedMs: number, elapsedMs: number): number | undefined {
  // The clock of the page may be set back.
  const left = estimatedMs - Math.max(0, elapsedMs);
  return left > -OVERDUE_MS ? Math.max(0, left) : undefined;
}
