/** The most dots on top of each other. */
export const MAX_DOTS = 8;

/** Dots per hour: the busiest one has `MAX_DOTS`, or a dot a take if there are fewer, and an hour with a take at least one. */
export function activityDots(takesPerHour: readonly number[]): number[] {
  const takesPerDot = Math.max(1, Math.max(...takesPerHour) / MAX_DOTS);
  return takesPerHour.map((takes) => (takes === 0 ? 0 : Math.max(1, Math.round(takes / takesPerDot))));
}
