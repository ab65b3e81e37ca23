import type { RenderRequest } from '@visionary/contract';
import { shallowRef, type Ref } from 'vue';
import { freshId } from '../shared/fresh-id.js';
import type { RoomDoor } from '../shared/room-door.js';
import { useSocket } from '../shared/socket/index.js';

/** What a person may ask of takes. */
export function makeAsking(door: Readonly<Ref<RoomDoor | null>>) {
  const socket = useSocket();
  /** Takes asked for whose answer is not there yet. */
  const asking = shallowRef(0);

  /** A new take. The same command goes out again until it is answered, and makes one take. @throws Refused */
  async function render(request: RenderRequest): Promise<void> {
    if (!door.value) return;
    const { roomId, hear } = door.value;
    asking.value += 1;
    try {
      const command = { ...request, roomId, clientId: freshId() };
      hear((await socket.send('jam.render', command, { queue: true })).event);
    } finally {
      asking.value -= 1;
    }
  }

  /** Ends a take between two steps. @throws Refused */
  async function cancel(takeId: string): Promise<void> {
    if (door.value) await socket.send('jam.cancel', { roomId: door.value.roomId, takeId });
  }

  return { asking, render, cancel };
}
