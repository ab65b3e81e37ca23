import type { LoggedPaceChange, Pace, RoomEventOf } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { RoomConnection } from '../../shared/room-connection.js';
import { useSocket } from '../../shared/socket/index.js';
import { randomUuid } from '../../shared/random-uuid.js';
import { currentPace, withPaceChange } from './pace-changes.js';

/** How slowly takes of the open room render while somebody watches. Events write it; components read it. */
export const usePaceStore = defineStore('pace', () => {
  const socket = useSocket();
  const connection = shallowRef<RoomConnection | null>(null);
  /** The last ones, oldest first. */
  const changes = shallowRef<readonly LoggedPaceChange[]>([]);
  /** While the room chose none. */
  const byDefault = shallowRef<Pace>(0);
  const seconds = computed(() => currentPace(changes.value, byDefault.value));

  function enter(room: RoomConnection | null): void {
    [connection.value, changes.value, byDefault.value] = [room, [], 0];
  }
  const reset = (last: readonly LoggedPaceChange[] = []): void => void (changes.value = last);
  const setDefault = (pace: Pace): void => void (byDefault.value = pace);
  function apply({ seq, at, payload }: RoomEventOf<'jam.paceChanged'>): void {
    changes.value = withPaceChange(changes.value, { ...payload, seq, at });
  }
  /** @throws Rejection */
  async function choose(pace: Pace): Promise<void> {
    if (!connection.value || pace === seconds.value) return;
    const { roomId, receive } = connection.value;
    const { event } = await socket.send('jam.setPace', { roomId, clientId: randomUuid(), seconds: pace });
    receive(event);
  }
  return { changes, seconds, enter, setDefault, reset, apply, choose };
});
