/** Counts from 100 on read "99+", so that the badge keeps its size. */
export const badgeText = (count: number): string => (count > 99 ? '99+' : String(count));
