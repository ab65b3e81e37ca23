import type { TakeCard } from '@visionary/contract';
import { useTakes } from '../generation/takes-store.js';
import { useJam } from '../jam/jam-store.js';

/**
 * Renders words said in the chat with the room's present negative prompt and settings, and leaves the prompt alone.
 * @returns the new take, as a message carries it. @throws Refused
 */
export function useImagine() {
  const [jam, takes] = [useJam(), useTakes()];
  return async (words: string): Promise<TakeCard | null> => {
    const take = await takes.render({ prompt: words, negative: jam.negative, settings: jam.settings });
    return take && { roomId: take.roomId, takeId: take.id };
  };
}
