import type { SteerView, TakeView } from '@visionary/contract';

/**
 * The changes of words that hold in a picture, in the order of their steps. A later one makes those void that would come
 * at its step or after it, in this picture and in those that follow: as the renderer does it.
 */
function holdingIn<T extends SteerView>(steers: readonly T[], picture: number): T[] {
  let holding: T[] = [];
  for (const steer of steers.filter((one) => one.picture <= picture)) {
    holding = [...holding.filter(({ step }) => step < steer.step), steer];
  }
  return holding;
}

/** A repetition knows beforehand what it will be steered to; stopped before that, it never was. */
const cameToPass = ({ stoppedAt }: Pick<TakeView, 'stoppedAt'>, { picture, step }: SteerView): boolean =>
  !stoppedAt || picture < stoppedAt.picture || (picture === stoppedAt.picture && step <= stoppedAt.step);

/**
 * What a step bar shows of `steers`: those of the picture that renders, also those that it has still before it; of all
 * pictures, once the take is over.
 * @param rendering the picture that renders, from 0; null when none does
 */
export function steersShown<T extends SteerView>(
  take: Pick<TakeView, 'stoppedAt'>,
  steers: readonly T[],
  rendering: number | null,
): T[] {
  if (rendering !== null) return holdingIn(steers, rendering);
  return steers.filter((one) => cameToPass(take, one)).toSorted((a, b) => a.step - b.step);
}
