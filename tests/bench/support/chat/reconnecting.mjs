import { randomUUID } from 'node:crypto';

import { median, rounded } from '../figures.mjs';
import { linesOf, openRooms, signUp } from './users.mjs';
import { startCrowd, startServer } from './processes.mjs';

const USERS = 40;

/** @returns microseconds of CPU time of the server per connection */
async function measure(server, crowd, lines, enter) {
  const before = await server.ask('cpuUs');
  await crowd.ask('open', lines);
  await enter?.();
  const spent = (await server.ask('cpuUs')) - before;
  await crowd.ask('close');
  return spent / lines.length;
}

/**
 * All clients reconnect at once. `handshake`: sockets of visitors only; `signedIn`: with a session to read; `entered`:
 * and reopening a room without missed events. `bare`: Socket.IO, the same sockets joining one room.
 */
export async function reconnecting({ sockets, rounds }) {
  const [server, bare, crowd] = [await startServer('visionary'), await startServer('bare'), startCrowd()];
  try {
    const cookies = await signUp(server.port, USERS);
    const [roomId] = await openRooms(server.port, cookies[0], 1);
    const logHeads = linesOf(sockets, server, cookies);
    await crowd.ask('open', linesOf(USERS, server, cookies));
    await crowd.ask('enter', [[{ roomId }]]);
    const [[{ seq }]] = await crowd.ask('caughtUp', [{ roomId }]);
    await crowd.ask('close');
    const bareRoom = randomUUID();
    const ways = {
      handshake: () => measure(server, crowd, linesOf(sockets, server)),
      signedIn: () => measure(server, crowd, logHeads),
      entered: () => measure(server, crowd, logHeads, () => crowd.ask('enter', [[{ roomId, afterSeq: seq }]])),
      bare: () => measure(bare, crowd, linesOf(sockets, bare)),
      bareEntered: () => measure(bare, crowd, linesOf(sockets, bare), () => crowd.ask('enterBare', bareRoom)),
    };
    const samples = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
    for (let round = 0; round <= rounds; round++) {
      for (const [way, run] of Object.entries(ways)) {
        const us = await run();
        if (round > 0) samples[way].push(us);
      }
    }
    const ratioOf = (way, other) => rounded(median(samples[way].map((us, round) => us / samples[other][round])), 2);
    return {
      ...{ sockets, rounds },
      cpuUsPerConnection: Object.fromEntries(Object.entries(samples).map(([way, us]) => [way, rounded(median(us))])),
      handshakeOverBare: ratioOf('handshake', 'bare'),
      signedInOverBare: ratioOf('signedIn', 'bare'),
      enteredOverBare: ratioOf('entered', 'bareEntered'),
      faults: 0,
    };
  } finally {
    await crowd.end();
    await bare.end();
    await server.end();
  }
}
