/** Deadline for expected events: catches hangs, doesn't measure speed. Shorter than Jest's timeout, to report what is missing. */
export const DEADLINE_MS = 120_000;

/**
 * Deadline for what is guaranteed within a second, with slack for a busy machine: shorter than any
 * polling interval.
 */
export const WITHIN_A_SECOND_MS = 4_000;
