import type { SteerView, TakeView } from '@visionary/contract';

/**
 * The steers of an image in order of their steps. A later steer replaces those at or after its step, in this image
 * and in the following ones, as the renderer does.
 */
function holdingIn<T extends SteerView>(steers: readonly T[], image: number): T[] {
  let holding: T[] = [];
  for (const steer of steers.filter((one) => one.image <= image)) {
    holding = [...holding.filter(({ step }) => step < steer.step), steer];
  }
  return holding;
}

/** A repetition knows beforehand what it will be steered to; stopped before that, it never was. */
const cameToPass = ({ stoppedAt }: Pick<TakeView, 'stoppedAt'>, { image, step }: SteerView): boolean =>
  !stoppedAt || image < stoppedAt.image || (image === stoppedAt.image && step <= stoppedAt.step);

/**
 * What a step bar shows of `steers`: those of the image that renders, also those that it has still before it; of all
 * images, once the take is over.
 * @param rendering the image that renders, from 0; null when none does
 */
export function visibleSteers<T extends SteerView>(
  take: Pick<TakeView, 'stoppedAt'>,
  steers: readonly T[],
  rendering: number | null,
): T[] {
  if (rendering !== null) return holdingIn(steers, rendering);
  return steers.filter((one) => cameToPass(take, one)).toSorted((a, b) => a.step - b.step);
}
