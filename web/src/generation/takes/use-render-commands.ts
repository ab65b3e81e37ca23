import type { RenderRequest, TakeView } from '@visionary/contract';
import { shallowRef, type Ref } from 'vue';
import { randomUuid } from '../../shared/random-uuid.js';
import type { RoomConnection } from '../../shared/room-connection.js';
import { useSocket } from '../../shared/socket/index.js';

export interface PromptPair {
  readonly prompt: string;
  readonly negative: string;
}

/** Commands on takes. */
export function useRenderCommands(connection: Readonly<Ref<RoomConnection | null>>) {
  const socket = useSocket();
  /** Render commands without an acknowledgement. */
  const pendingRenders = shallowRef(0);

  async function whilePending<T>(work: () => Promise<T>): Promise<T> {
    pendingRenders.value += 1;
    try {
      return await work();
    } finally {
      pendingRenders.value -= 1;
    }
  }

  /** Sends the same command until it is acknowledged, which makes one take. @returns the new take. @throws Rejection */
  async function render(request: RenderRequest): Promise<TakeView | null> {
    if (!connection.value) return null;
    const { roomId, receive } = connection.value;
    const command = { ...request, roomId, clientId: randomUuid() };
    const { event } = await whilePending(() => socket.send('jam.render', command, { queue: true }));
    receive(event);
    return event.type === 'generation.queued' ? event.payload.take : null;
  }

  /** Renders a take again with the same settings. @returns the new take's id. @throws Rejection */
  async function repeat(takeId: string): Promise<string | null> {
    if (!connection.value) return null;
    const { roomId, receive } = connection.value;
    const command = { roomId, takeId, clientId: randomUuid() };
    const { event } = await whilePending(() => socket.send('jam.repeat', command, { queue: true }));
    receive(event);
    return event.type === 'generation.queued' ? event.payload.take.id : null;
  }

  /** Steers a rendering take from its next step on. @throws Rejection */
  async function steer(takeId: string, { prompt, negative }: PromptPair): Promise<void> {
    if (!connection.value) return;
    const { roomId } = connection.value;
    await socket.send('jam.steer', { roomId, takeId, clientId: randomUuid(), prompt, negative });
  }

  /** Cancels a take between two steps. @throws Rejection */
  async function cancel(takeId: string): Promise<void> {
    if (connection.value) await socket.send('jam.cancel', { roomId: connection.value.roomId, takeId });
  }

  /** Stops a take at its current step and keeps that image. @throws Rejection */
  async function stop(takeId: string): Promise<void> {
    if (connection.value) await socket.send('jam.stop', { roomId: connection.value.roomId, takeId });
  }

  return { pendingRenders, render, repeat, steer, cancel, stop };
}
