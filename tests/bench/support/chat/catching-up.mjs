import { median, rounded } from '../figures.mjs';
import { linesOf, openRooms, signUp } from './users.mjs';
import { startCrowd, startServer } from './processes.mjs';

const USERS = 40;
const TEXT = 'Something that was said while nobody of these was there to hear it. '.repeat(2).slice(0, 100);

/** Compares the received events with the log: every seq once, in order, up to the newest one of the room. */
function faultsOf(replies, rooms) {
  const isWrong = (state, { afterSeq }) =>
    state.kind !== 'events' ||
    state.seqs.length !== state.seq - afterSeq ||
    state.seqs.some((seq, index) => seq !== afterSeq + 1 + index);
  return replies.reduce((sum, states) => sum + states.filter((state, room) => isWrong(state, rooms[room])).length, 0);
}

/** The log heads of the rooms, then this many messages, spread over the rooms, while all clients are offline. */
async function missMessages(server, { clients, messages, rooms }) {
  const cookies = await signUp(server.port, USERS);
  const roomIds = await openRooms(server.port, cookies[0], rooms);
  const speakers = startCrowd();
  try {
    await speakers.ask('open', linesOf(USERS, server, cookies));
    await speakers.ask('enter', [roomIds.map((roomId) => ({ roomId }))]);
    const positions = await speakers.ask(
      'caughtUp',
      roomIds.map((roomId) => ({ roomId })),
    );
    const missed = roomIds.map((roomId, room) => ({ roomId, afterSeq: positions[0][room].seq }));
    for (const roomId of roomIds) {
      await speakers.ask('say', { roomId, text: TEXT, count: messages / rooms, everyMs: 2, speakers: USERS });
    }
    return { missed, lines: linesOf(clients, server, cookies) };
  } finally {
    await speakers.end();
  }
}

/** Many clients that reconnect at once and lack messages in several rooms. */
export async function catchingUp({ clients, messages, rooms, rounds }) {
  const server = await startServer('visionary');
  const crowd = startCrowd();
  try {
    const { missed, lines } = await missMessages(server, { clients, messages, rooms });
    const samples = { us: [], bytes: [] };
    let faults = 0;
    for (let round = 0; round <= rounds; round++) {
      await crowd.ask('open', lines);
      const before = await server.ask('cpuUs');
      const bytes = await crowd.ask('enter', [missed]);
      const spent = (await server.ask('cpuUs')) - before;
      if (round === 0) faults = faultsOf(await crowd.ask('caughtUp', missed), missed);
      else {
        samples.us.push(spent / clients);
        samples.bytes.push(bytes / clients);
      }
      await crowd.ask('close');
    }
    return {
      ...{ clients, messages, rooms, rounds },
      cpuMsPerClient: rounded(median(samples.us) / 1000, 2),
      cpuUsPerMissedMessage: rounded(median(samples.us) / messages, 2),
      kilobytesPerClient: rounded(median(samples.bytes) / 1000, 1),
      bytesPerMissedMessage: rounded(median(samples.bytes) / messages),
      faults,
    };
  } finally {
    await crowd.end();
    await server.end();
  }
}
