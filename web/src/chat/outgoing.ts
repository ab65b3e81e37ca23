import { shallowRef, type Ref } from 'vue';
import { freshId } from '../shared/fresh-id.js';
import { asRefused } from '../shared/refused.js';
import type { RoomDoor } from '../shared/room-door.js';
import { useSocket } from '../shared/socket/index.js';
import type { PendingMessage } from './pending-message.js';

/** My messages until the log has them. */
export function makeOutgoing(door: Readonly<Ref<RoomDoor | null>>) {
  const socket = useSocket();
  const pending = shallowRef<readonly PendingMessage[]>([]);
  /** One after the other, so that they stand in the room as I wrote them. */
  let before: Promise<void> = Promise.resolve();

  /** Shows at once; goes out now or when the line is back, the same again until it is answered. */
  function send(text: string): void {
    const one: PendingMessage = { clientId: freshId(), text, at: Date.now(), state: 'sending' };
    pending.value = [...pending.value, one];
    deliverInTurn(one);
  }

  function sendAgain(clientId: string): void {
    const one = pending.value.find((known) => known.clientId === clientId);
    if (!one) return;
    mark(clientId, { state: 'sending' });
    deliverInTurn(one);
  }

  function deliverInTurn(one: PendingMessage): void {
    const through = door.value;
    before = before.then(() => (door.value === through ? deliver(one) : undefined));
  }

  /** The log has it, or I gave it up. */
  function settle(clientId: string): void {
    pending.value = pending.value.filter((one) => one.clientId !== clientId);
  }

  async function deliver({ clientId, text }: PendingMessage): Promise<void> {
    if (!door.value) return;
    const { roomId, hear } = door.value;
    try {
      hear((await socket.send('chat.send', { roomId, clientId, text }, { queue: true })).event);
    } catch (error) {
      const { code, detail } = asRefused(error);
      mark(clientId, { state: 'refused', refusal: { code, detail } });
    }
  }

  function mark(clientId: string, change: Partial<PendingMessage>): void {
    pending.value = pending.value.map((one) => (one.clientId === clientId ? { ...one, ...change } : one));
  }

  const forgetAll = (): void => void (pending.value = []);
  return { pending, send, sendAgain, settle, forgetAll };
}
