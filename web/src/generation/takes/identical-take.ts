import type { TakeView } from '@visionary/contract';
import { isOver } from './takes.js';

export interface IdenticalTake {
  /** The earlier take with the same inputs. */
  readonly number: number;
  /** Whether every image is the same file, byte for byte. */
  readonly same: boolean;
}

/** Everything an image depends on, without author and time. */
function recipeOf({ prompt, negative, settings, modelHash, steers = [], stoppedAt }: TakeView): string {
  const { init, loras = [], ...otherSettings } = settings;
  const prompts = steers.map(({ image, step, prompt, negative }) => [image, step, prompt, negative]);
  const stop = stoppedAt && [stoppedAt.image, stoppedAt.step];
  const sortedSettings = Object.entries(otherSettings).sort(([a], [b]) => a.localeCompare(b));
  return JSON.stringify([prompt, negative, sortedSettings, init, loras, modelHash, prompts, stop]);
}

/** Finds an earlier finished take with the same inputs, and compares the images. */
export function findIdenticalTake(take: TakeView, takes: readonly TakeView[]): IdenticalTake | null {
  if (take.status !== 'finished' || take.images.length === 0) return null;
  const recipe = recipeOf(take);
  const earlier = takes.filter((one) => isOver(one) && one.number < take.number && one.images.length > 0);
  const first = earlier.filter((one) => recipeOf(one) === recipe).sort((a, b) => a.number - b.number)[0];
  if (!first) return null;
  const hashes = ({ images }: TakeView) =>
    [...images]
      .sort((a, b) => a.index - b.index)
      .map(({ sha256 }) => sha256)
      .join();
  return { number: first.number, same: hashes(first) === hashes(take) };
}
