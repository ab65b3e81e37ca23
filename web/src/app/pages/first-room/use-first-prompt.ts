import { useSessionStorage } from '@vueuse/core';
import { watch } from 'vue';
import { examplePrompts, useModelsStore, useReplayStore } from '../../../generation/index.js';
import { useJamStore, useRender } from '../../../jam/index.js';
import { useRoomStore } from '../../../rooms/index.js';
import { toRejection } from '../../../shared/api/rejection.js';

/** The room that was just created for a new user, until its example renders: also when the page is loaded again. */
const firstRoomId = useSessionStorage('visionary.first-room', '');

export const renderWhenOpened = (roomId: string): void => void (firstRoomId.value = roomId);

const randomOf = <T>(list: readonly [T, ...T[]]): T => list[Math.floor(Math.random() * list.length)] ?? list[0];

/**
 * Writes an example into a new user's first room and renders it, so that they have an image to change. Its steps play once more
 * when it is finished.
 */
export function useFirstPrompt(roomId: string): void {
  const [room, jam, models] = [useRoomStore(), useJamStore(), useModelsStore()];
  const { render } = useRender();
  const replay = useReplayStore();
  if (firstRoomId.value !== roomId) return;
  void models.load();
  const stop = watch(
    () => room.connectionState === 'live' && models.loaded && jam.settings.model !== '',
    async (isReady) => {
      if (!isReady) return;
      stop();
      firstRoomId.value = '';
      // The user is faster.
      if (jam.prompt !== '' || jam.roomId !== roomId) return;
      const model = models.list.find(({ id }) => id === jam.settings.model);
      jam.applyPatch({ prompt: randomOf(examplePrompts(model)) });
      // The button says why it cannot be rendered.
      if (!model || model.quarantined) return;
      replay.playsNext = true;
      await render().catch(toRejection);
    },
    { flush: 'post' },
  );
}
