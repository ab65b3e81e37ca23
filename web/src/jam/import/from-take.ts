import type { TakeView } from '@visionary/contract';
import { foundIn } from './from-post.js';
import type { Found } from './restore.js';

/** How a take was made, as what a picture says of itself: its room's starting picture stays there. */
export function foundInTake({ prompt, negative, settings, steers = [] }: TakeView): Found {
  const { model, scheduler, steps, guidance, seed, eta, init, loras = [], width, height } = settings;
  return foundIn({
    post: { picture: { width, height }, model: { id: model, name: model } },
    parameters: {
      ...{ prompt, negative, scheduler, steps, guidance, seed, steers, loras },
      ...(eta === undefined ? {} : { eta }),
      ...(init === undefined ? {} : { strength: init.strength }),
    },
  });
}
