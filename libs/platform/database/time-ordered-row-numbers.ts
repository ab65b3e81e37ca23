/**
 * Row numbers that encode time: SLOTS numbers for each millisecond since 1970. They order rows by time in an integer
 * index, turn dates into ranges, and serve as cursors. JavaScript represents them exactly until the year 2109.
 */
export const SLOTS = 2048;

/** Row number of a time and one of its slots. @param at in ms since 1970 */
export const rowNumberOf = (at: number, slot: number): number => at * SLOTS + (slot % SLOTS);
/** The slot to try first, from the last digits of the id. */
export const slotOfId = (id: string): number => Number.parseInt(id.slice(-3), 16);
/** The lowest row number of a time, limited to safe integers. @param at in ms since 1970 */
export const firstRowNumberOf = (at: number): number => Math.min(rowNumberOf(at, 0), Number.MAX_SAFE_INTEGER);
