import { join } from 'node:path';

import { provideServices } from '../../../../tools/services.mjs';
import { median, rounded } from '../figures.mjs';
import { onMysql } from '../search/on-mysql.mjs';
import { linesOf, openRooms, signUp } from './users.mjs';
import { start, startCrowd, startServer } from './processes.mjs';

const TEXT = 'All of us paint one picture, and this is what somebody says about it. '.repeat(5).slice(0, 300);
const USERS = 20;

/** Times of `count` messages, one after the other, alternating with as many bare inserts. */
async function compare({ servers, insert, sockets, messages, rounds }) {
  const crowd = startCrowd();
  try {
    const cookies = await signUp(servers[0].port, USERS);
    const [roomId] = await openRooms(servers[0].port, cookies[0], 1);
    // The sender is on the first node, and the others are spread over all.
    const ofNode = servers.map((server) => linesOf(sockets, server, cookies));
    const spread = Array.from(
      { length: sockets },
      (_, index) => ofNode[index < USERS ? 0 : index % servers.length][index],
    );
    // Each user opens the room once first, which makes them members.
    for (const lines of [spread.slice(0, USERS), spread.slice(USERS)]) {
      await crowd.ask('open', lines);
      await crowd.ask('enter', [[{ roomId }]]);
    }
    const samples = { inserts: [], acks: [], lasts: [], cpuUs: [], faults: 0 };
    for (let round = 0; round <= rounds; round++) {
      const inserts = await insert.ask('time', messages, TEXT);
      await crowd.ask('forget');
      const before = await Promise.all(servers.map((server) => server.ask('cpuUs')));
      const times = await crowd.ask('time', { roomId, text: TEXT, count: messages, speakers: USERS });
      const spent = await Promise.all(servers.map(async (server, node) => (await server.ask('cpuUs')) - before[node]));
      samples.faults += await crowd.ask('received', messages);
      // The first round is a warm-up.
      if (round === 0) continue;
      samples.inserts.push(median(inserts));
      samples.acks.push(median(times.map(({ ackMs }) => ackMs)));
      samples.lasts.push(median(times.map(({ lastMs }) => lastMs)));
      samples.cpuUs.push(spent.reduce((sum, us) => sum + us, 0) / messages);
    }
    return summaryOf(samples, { nodes: servers.length, sockets });
  } finally {
    await crowd.end();
  }
}

function summaryOf({ inserts, acks, lasts, cpuUs, faults }, setting) {
  const ratioOf = (times) => rounded(median(times.map((ms, round) => ms / inserts[round])), 1);
  return {
    ...setting,
    insertMs: rounded(median(inserts), 3),
    toAcknowledgementMs: rounded(median(acks), 2),
    toTheLastMs: rounded(median(lasts), 2),
    acknowledgementOverInsert: ratioOf(acks),
    lastOverInsert: ratioOf(lasts),
    cpuUsPerMessage: rounded(median(cpuUs)),
    faults,
  };
}

async function onOneNode(options) {
  const server = await startServer('visionary');
  const insert = start('bareInsert', { BENCH_DATABASE: `sqlite:${join(server.folder, 'bare.sqlite')}` });
  try {
    return await compare({ servers: [server], insert, ...options });
  } finally {
    await insert.end();
    await server.end();
  }
}

async function onTwoNodes(options) {
  const services = await provideServices();
  const { TEST_MYSQL_URL, TEST_REDIS_URL } = services.env;
  try {
    return await onMysql(TEST_MYSQL_URL, async (url) => {
      const env = { DATABASE_URL: url, REDIS_URL: `${TEST_REDIS_URL}/9`, RENDERER_ENABLED: 'false' };
      const running = [];
      try {
        for (let node = 0; node < 2; node++) running.push(await startServer('visionary', env));
        const insert = start('bareInsert', { BENCH_DATABASE: url });
        const figures = await compare({ servers: running, insert, ...options });
        await insert.end();
        return figures;
      } finally {
        await Promise.all(running.map((server) => server.end()));
      }
    });
  } finally {
    await services.stop();
  }
}

/** Time from sending a message to its acknowledgement, and to the last receiver, compared with a bare insert. */
export async function endToEnd(options) {
  const figures = { oneNode: await onOneNode(options), twoNodes: await onTwoNodes(options) };
  return { ...figures, faults: figures.oneNode.faults + figures.twoNodes.faults };
}
