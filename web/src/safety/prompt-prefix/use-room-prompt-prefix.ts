import type { RoomPromptPrefixes } from '@visionary/contract';
import { shallowRef, watch } from 'vue';
import { useSocket } from '../../shared/socket/index.js';

/** The prompt prefixes of a room with a model, live, until the surrounding scope ends; null until known. */
export function useRoomPromptPrefix(target: () => { readonly roomId: string | null; readonly model: string }) {
  const socket = useSocket();
  const style = shallowRef<RoomPromptPrefixes | null>(null);
  let requests = 0;

  async function look(): Promise<void> {
    const { roomId, model } = target();
    const current = ++requests;
    if (roomId === null) return void (style.value = null);
    // After an error the known text stays; it is reloaded on reconnect.
    const known = await socket.send('safety.getPromptPrefix', { roomId, model }).catch(() => null);
    if (current === requests && known) style.value = known;
  }
  watch([() => target().roomId, () => target().model, socket.state], ([, , state]) => state === 'up' && void look(), {
    immediate: true,
  });
  socket.on('safety.promptPrefixChanged', ({ roomId }) => {
    if (roomId === undefined || roomId === target().roomId) void look();
  });
  return style;
}
