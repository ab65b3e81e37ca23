import type { SteerView, TakeView } from '@visionary/contract';

/**
 * The steers of an image in order of their steps. A later steer replaces those at or after its step, in this image
 * and in the following ones, as the renderer does.
 */
function effectiveSteers<T extends SteerView>(steers: readonly T[], image: number): T[] {
  let effective: T[] = [];
  for (const steer of steers.filter((one) => one.image <= image)) {
    effective = [...effective.filter(({ step }) => step < steer.step), steer];
  }
  return effective;
}

/** A repeated take knows its steers in advance; if it is stopped before one, that steer never applied. */
const wasApplied = ({ stoppedAt }: Pick<TakeView, 'stoppedAt'>, { image, step }: SteerView): boolean =>
  !stoppedAt || image < stoppedAt.image || (image === stoppedAt.image && step <= stoppedAt.step);

/**
 * The steers shown on a step bar: those of the rendering image, including future ones of a repeated take; of all
 * images when the take has ended.
 * @param rendering the index of the rendering image; null if none renders
 */
export function visibleSteers<T extends SteerView>(
  take: Pick<TakeView, 'stoppedAt'>,
  steers: readonly T[],
  rendering: number | null,
): T[] {
  if (rendering !== null) return effectiveSteers(steers, rendering);
  return steers.filter((one) => wasApplied(take, one)).toSorted((a, b) => a.step - b.step);
}
