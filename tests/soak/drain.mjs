/**
 * Stops one of two servers behind a load balancer again and again, under load, and counts failed requests and messages
 * that were lost or doubled. The load balancer runs with the example of the operator's guide.
 *
 *     npm run soak -- drain [--rounds 20] [--users 20] [--balancer nginx|caddy]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createConnection } from 'mysql2/promise';

import { provideServices } from '../../tools/services.mjs';
import { startBalancer } from './support/drain/balancer.mjs';
import { freePort } from './support/drain/free-port.mjs';
import { ChattingUser, openPages, requestAll, send } from './support/drain/load.mjs';
import { NodeProcess } from './support/drain/node-process.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    users: { type: 'string', default: '20' },
    balancer: { type: 'string', default: 'nginx' },
  },
});
const [rounds, userCount] = [Number(values.rounds), Number(values.users)];
const MAX_MS = 5_000;
const MESSAGE_INTERVAL_MS = 400;
/** From a restart to the next SIGTERM. Longer than the time that nginx leaves out a node. */
const BETWEEN_MS = 2_000;

const database = `drain_${process.pid}`;
const services = await provideServices();
const folder = mkdtempSync(join(tmpdir(), 'visionary-drain-'));
const connection = await createConnection(services.env.TEST_MYSQL_URL);
const started = [];
try {
  await connection.query(`create database ${database}`);
  const report = await drill();
  console.log(JSON.stringify(report, null, 2));
  process.exitCode = report.hasHeld ? 0 : 1;
} finally {
  for (const stop of started.toReversed()) await stop();
  await connection.query(`drop database if exists ${database}`);
  await connection.end();
  if (process.env.KEEP) console.error(folder);
  else rmSync(folder, { recursive: true, force: true });
  await services.stop();
}

async function startNodes() {
  const databaseUrl = new URL(services.env.TEST_MYSQL_URL);
  databaseUrl.pathname = `/${database}`;
  const env = {
    ...{ PATH: process.env.PATH, DATABASE_URL: databaseUrl.href, REDIS_URL: services.env.TEST_REDIS_URL },
    ...{ DATA_DIR: join(folder, 'data'), RENDERER_ENABLED: 'false', IMAGE_CHECK: 'off', LOG_LEVEL: 'info' },
    ...{ NEW_ACCOUNT_LIMIT_HOURS: '0', REQUESTS_PER_MINUTE: '1000000', SIGN_UPS_PER_HOUR: '1000', TRUST_PROXY: '1' },
  };
  const nodes = [new NodeProcess(await freePort(), env), new NodeProcess(await freePort(), env)];
  for (const node of nodes) {
    started.push(() => node.kill());
    await node.start();
  }
  return nodes;
}

async function signUpUsers(url) {
  const users = [];
  for (let n = 0; n < userCount; n++) {
    const name = `user ${n}`;
    const { status, cookie } = await send(url, 'POST', '/api/accounts', {
      body: { name, password: 'only for a soak' },
    });
    if (status !== 201) throw new Error(`No account for ${name}: ${status}`);
    users.push(new ChattingUser(url, name, cookie));
  }
  const room = { name: 'drained', topic: '', visibility: 'public', language: 'en' };
  const { cookie } = users[0];
  const roomId = JSON.parse((await send(url, 'POST', '/api/rooms', { cookie, body: room })).body).id;
  for (const user of users) {
    await user.connect();
    await user.open(roomId);
  }
  return { users, roomId };
}

/** Texts of the messages in the database, with how often each is there. */
async function storedTexts() {
  const [rows] = await connection.query(`select text, count(*) as times from ${database}.message group by text`);
  return new Map(rows.map(({ text, times }) => [text, Number(times)]));
}

async function drill() {
  const nodes = await startNodes();
  const addresses = nodes.map(({ url }) => new URL(url).host);
  const options = { kind: values.balancer, folder: join(folder, 'balancer'), port: await freePort(), nodes: addresses };
  const balancer = await startBalancer(options);
  started.push(balancer.stop);
  const { users, roomId } = await signUpUsers(balancer.url);

  let isDone = false;
  const isOver = () => isDone;
  const failures = [];
  const failed = (failure) => failures.push({ round: stops.length, ...failure });
  const stops = [];
  const chats = users.map((user) => user.chat(MESSAGE_INTERVAL_MS, isOver));
  const pages = users.slice(0, 4).map(({ cookie }) => openPages(balancer.url, cookie, isOver));
  const requests = users.map(({ cookie }) => requestAll(balancer.url, { cookie, roomId }, { isOver, failed }));

  for (let round = 0; round < rounds; round++) {
    const node = nodes[round % nodes.length];
    await sleep(BETWEEN_MS);
    stops.push(await node.stop());
    const { code, ms } = stops.at(-1);
    console.error(`${values.balancer}, round ${round + 1}: exit code ${code} after ${ms} ms`);
    await node.start();
  }
  isDone = true;
  const counts = await Promise.all(requests);
  const connections = await Promise.all(pages);
  await Promise.all(chats);
  for (const user of users) user.close();

  const stored = await storedTexts();
  const acknowledged = users.flatMap((user) => user.acknowledged);
  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
  const report = {
    ...{ soak: 'drain', balancer: values.balancer, rounds, users: userCount },
    stopMs: stops.map(({ ms }) => ms),
    exitCodes: stops.map(({ code }) => code),
    slowStops: stops.filter(({ ms }) => ms >= MAX_MS),
    requests: sum(counts.flatMap(({ reads, writes }) => [reads, writes])) + failures.length,
    failedRequests: failures,
    connections: sum(connections),
    messages: acknowledged.length,
    lost: acknowledged.filter((text) => !stored.has(text)).length,
    doubled: [...stored.values()].filter((times) => times > 1).length,
    rejected: users.flatMap((user) => user.rejected),
    longestGapMs: Math.max(0, ...users.flatMap((user) => user.gaps)),
    errors: nodes.flatMap(({ log }) => log.split('\n').filter((line) => /"level":(50|60)/.test(line))).slice(0, 10),
  };
  const isClean = [report.failedRequests, report.rejected].every((list) => list.length === 0);
  const isFast = stops.every(({ ms, code }) => code === 0 && ms < MAX_MS);
  return { ...report, hasHeld: isClean && isFast && report.lost + report.doubled === 0 };
}
