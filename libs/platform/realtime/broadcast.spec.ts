import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import type { RoomEvent } from '@visionary/contract';
import type { Server } from 'socket.io';
import { Broadcast } from './broadcast.js';

const event = (seq: number) => ({ roomId: 'room', type: 'chat.sent', seq }) as unknown as RoomEvent;

/** Records what is sent, and who leaves. */
const fixture = () => {
  const emitted: unknown[] = [];
  const to = () => ({
    emit: (type: string, { seq }: { seq?: number }) => {
      if (seq === 13) throw new Error('cannot be encoded');
      emitted.push(seq ?? type);
    },
  });
  const adapter = { del: () => void emitted.push('left') };
  const broadcast = new Broadcast();
  Object.assign(broadcast, { logger: { error: () => emitted.push('failed') } });
  broadcast.attach({ to, local: { to }, of: () => ({ adapter }) } as unknown as Server);
  return { emitted, broadcast, adapter };
};

it('[RT16] sender is acknowledged before log events are sent, in log order', async () => {
  const { emitted, broadcast } = fixture();
  const commit = async (seq: number) => {
    await Promise.resolve();
    broadcast.log(event(seq));
    await Promise.resolve();
    return seq;
  };
  const answers = [1, 2, 3].map((seq) => commit(seq).then((done) => emitted.push(`answer ${done}`)));
  await Promise.all(answers);
  expect(emitted).toEqual(['answer 1', 'answer 2', 'answer 3']);
  await turn();
  expect(emitted.slice(3)).toEqual([1, 2, 3]);
});

it('[RT16] log events are sent before other events and before a socket leaves', async () => {
  const { emitted, broadcast, adapter } = fixture();
  broadcast.log(event(1));
  broadcast.log(event(13));
  broadcast.log(event(2));
  broadcast.toUserLocally('ann', 'me.stateChanged', { what: 'rooms' });
  broadcast.log(event(3));
  (adapter as { del(socketId: string, room: string): void }).del('socket', 'room');
  expect(emitted).toEqual([1, 'failed', 2, 'me.stateChanged', 3, 'left']);
  await turn();
  expect(emitted).toHaveLength(6);
});
