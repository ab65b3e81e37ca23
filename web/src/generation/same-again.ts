import type { TakeView } from '@visionary/contract';
import { isOver } from './takes.js';

export interface SameAgain {
  /** The earlier take that was made from exactly the same. */
  readonly number: number;
  /** Whether every picture is the same file, byte for byte. */
  readonly same: boolean;
}

/** Everything that a picture depends on; not who asked for it, and when. */
function recipeOf({ prompt, negative, settings, modelHash, steers = [], stoppedAt }: TakeView): string {
  const { init, loras = [], ...plain } = settings;
  const words = steers.map(({ picture, step, prompt, negative }) => [picture, step, prompt, negative]);
  const stop = stoppedAt && [stoppedAt.picture, stoppedAt.step];
  const sorted = Object.entries(plain).sort(([a], [b]) => a.localeCompare(b));
  return JSON.stringify([prompt, negative, sorted, init, loras, modelHash, words, stop]);
}

/** Whether a finished take was made before in the same way, and whether it came out the same. */
export function sameAgain(take: TakeView, takes: readonly TakeView[]): SameAgain | null {
  if (take.status !== 'finished' || take.pictures.length === 0) return null;
  const recipe = recipeOf(take);
  const before = takes.filter((one) => isOver(one) && one.number < take.number && one.pictures.length > 0);
  const first = before.filter((one) => recipeOf(one) === recipe).sort((a, b) => a.number - b.number)[0];
  if (!first) return null;
  const hashes = ({ pictures }: TakeView) =>
    [...pictures]
      .sort((a, b) => a.index - b.index)
      .map(({ sha256 }) => sha256)
      .join();
  return { number: first.number, same: hashes(first) === hashes(take) };
}
