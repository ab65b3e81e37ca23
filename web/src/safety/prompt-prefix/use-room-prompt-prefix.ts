import { useQuery } from '../../shared/query/index.js';
import { useSocket } from '../../shared/socket/index.js';

/** The prompt prefixes of a room with a model, live, until the surrounding scope ends; null until known. */
export function useRoomPromptPrefix(target: () => { readonly roomId: string | null; readonly model: string }) {
  const socket = useSocket();
  // After an error the known text stays; it is reloaded on reconnect.
  const { data, load } = useQuery(
    () => socket.send('safety.getPromptPrefix', { roomId: target().roomId ?? '', model: target().model }),
    { on: [() => target().roomId, () => target().model], when: () => target().roomId !== null, live: true },
  );
  socket.on('safety.promptPrefixChanged', ({ roomId }) => {
    if (roomId === undefined || roomId === target().roomId) void load();
  });
  return data;
}
