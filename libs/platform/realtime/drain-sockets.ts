import { setTimeout as sleep } from 'node:timers/promises';
import { resolveWithin } from '@visionary/kernel';
import type { Socket } from 'socket.io';
import type { RunningCommands } from './running-commands.js';

/** Commands that the client sent before it was notified arrive within this time. */
const LINGER_MS = 250;

/** Notifies the client, acknowledges its commands, and disconnects it. */
export const drainSocket = async (socket: Socket, commands: RunningCommands): Promise<void> => {
  socket.emit('session.ended', { error: { code: 'SHUTTING_DOWN' }, reconnect: true });
  await sleep(LINGER_MS);
  await resolveWithin(commands.settled(socket.id), undefined);
  socket.disconnect(true);
};

/** Drains sockets evenly over `ms`, so that other nodes don't get all of their clients at once. */
export const drainSockets = async (
  sockets: readonly Socket[],
  commands: RunningCommands,
  ms: number,
): Promise<void> => {
  const interval = Math.max(0, ms - LINGER_MS) / Math.max(1, sockets.length);
  await Promise.all(
    sockets.map(async (socket, index) => {
      await sleep(index * interval);
      await drainSocket(socket, commands);
    }),
  );
};
