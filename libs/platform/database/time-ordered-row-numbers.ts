/**
 * Numbers that are times: SLOTS for each millisecond since 1970. So the newest come first in an index that knows nothing but
 * numbers, dates are ranges, and a page goes on after a number. JavaScript counts that far until the year 2109.
 */
export const SLOTS = 2048;

/** Where something stands: its time, and one of the slots of that moment. */
export const rowNumberOf = (at: number, slot: number): number => at * SLOTS + (slot % SLOTS);
/** The slot to try first: the last digits of its id. */
export const slotOfId = (id: string): number => Number.parseInt(id.slice(-3), 16);
/** At most what the database counts in. */
export const firstRowNumberOf = (at: number): number => Math.min(rowNumberOf(at, 0), Number.MAX_SAFE_INTEGER);
