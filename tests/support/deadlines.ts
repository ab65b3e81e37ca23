/** How long tests wait for what is to come: for what hangs, not a measure of speed. Shorter than Jest's own, so that it can tell. */
export const DEADLINE_MS = 120_000;

/**
 * What is promised within a second, as one can hold it against a server whose machine others use too: sooner than any look
 * that is repeated would find it.
 */
export const WITHIN_A_SECOND_MS = 4_000;
