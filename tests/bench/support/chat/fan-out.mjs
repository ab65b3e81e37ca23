import { randomUUID } from 'node:crypto';

import { median, rounded } from '../figures.mjs';
import { linesOf, openRooms, signUp } from './users.mjs';
import { startCrowd, startServer } from './processes.mjs';

const USERS = 40;
const TEXT = 'All of us paint one picture, and this is what somebody says about it. '.repeat(5).slice(0, 300);

const message = (roomId) => ({
  ...{ roomId, seq: 1_000_000, type: 'chat.sent', actorId: randomUUID(), at: Date.now() },
  payload: {
    message: {
      ...{ id: randomUUID(), roomId, seq: 1_000_000, clientId: randomUUID() },
      ...{ author: { id: randomUUID(), name: 'Somebody' }, text: TEXT, at: Date.now(), reactions: [] },
    },
  },
});

/** A server with a crowd in one room. */
async function audience(kind, sockets) {
  const [server, crowd] = [await startServer(kind), startCrowd()];
  let roomId = randomUUID();
  if (kind === 'visionary') {
    const cookies = await signUp(server.port, USERS);
    [roomId] = await openRooms(server.port, cookies[0], 1);
    await crowd.ask('open', linesOf(sockets, server, cookies));
    await crowd.ask('enter', [[{ roomId }]]);
  } else {
    await crowd.ask('open', linesOf(sockets, server));
    if (kind === 'bare') await crowd.ask('enterBare', roomId);
  }
  return { server, crowd, roomId };
}

async function end({ server, crowd }) {
  await crowd.end();
  await server.end();
}

/** @returns microseconds of CPU time of the server per delivery */
async function measure({ server, crowd, roomId }, how, { sockets, messages, everyMs }) {
  await crowd.ask('forget');
  const before = await server.ask('cpuUs');
  if (how === 'path') {
    await crowd.ask('say', { roomId, text: TEXT, count: messages, everyMs, speakers: Math.min(USERS, sockets) });
  } else await server.ask('broadcast', message(roomId), messages, everyMs);
  const faults = await crowd.ask('received', messages);
  const spent = (await server.ask('cpuUs')) - before;
  return { us: spent / (messages * sockets), faults };
}

/**
 * One room with many sockets, a message of 300 bytes every `everyMs`. `path`: sent by a user and committed; `broadcast`:
 * only the broadcast, like the bare servers.
 */
export async function fanOut({ sockets, messages, everyMs, rounds }) {
  const audiences = {};
  try {
    for (const kind of ['visionary', 'bare', 'framed']) audiences[kind] = await audience(kind, sockets);
    const ways = { path: 'visionary', broadcast: 'visionary', bare: 'bare', framed: 'framed' };
    const samples = { path: [], broadcast: [], bare: [], framed: [] };
    for (let round = 0; round <= rounds; round++) {
      for (const [way, kind] of Object.entries(ways)) {
        const found = await measure(audiences[kind], way, { sockets, messages, everyMs });
        if (round > 0) samples[way].push(found);
      }
    }
    const us = (way) => rounded(median(samples[way].map((found) => found.us)), 2);
    const ratioOf = (way, other) =>
      rounded(median(samples[way].map((found, round) => found.us / samples[other][round].us)), 2);
    return {
      ...{ sockets, messages, everyMs, rounds },
      cpuUsPerDelivery: { path: us('path'), broadcast: us('broadcast'), bare: us('bare'), framed: us('framed') },
      broadcastOverBare: ratioOf('broadcast', 'bare'),
      broadcastOverFramed: ratioOf('broadcast', 'framed'),
      pathOverBare: ratioOf('path', 'bare'),
      pathOverFramed: ratioOf('path', 'framed'),
      faults: Object.values(samples)
        .flat()
        .reduce((sum, found) => sum + found.faults, 0),
    };
  } finally {
    for (const one of Object.values(audiences)) await end(one);
  }
}
