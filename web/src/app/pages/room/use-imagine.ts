import type { SharedTake } from '@visionary/contract';
import { useTakesStore } from '../../../generation/index.js';
import { useJamStore } from '../../../jam/index.js';

/**
 * Renders a prompt from the chat with the room's negative prompt and settings; the shared prompt stays. @returns the
 * new take as a message refers to it. @throws Rejection
 */
export function useImagine() {
  const [jam, takes] = [useJamStore(), useTakesStore()];
  return async (prompt: string): Promise<SharedTake | null> => {
    const take = await takes.render({ prompt, negative: jam.negative, settings: jam.settings });
    return take && { roomId: take.roomId, takeId: take.id };
  };
}
