/** Deadline for expected events: catches hangs, doesn't measure speed. Shorter than the timeout of Jest, so that the error can say what is missing. */
export const DEADLINE_MS = 120_000;

/**
 * Deadline for what is guaranteed within a second, with slack for a busy machine: shorter than any
 * polling interval.
 */
export const WITHIN_A_SECOND_MS = 4_000;
