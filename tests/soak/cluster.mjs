/**
 * Three servers under all faults at once: killed, stopped, cut from the database, from Redis and from each other, and with lossy
 * lines to everything. Users write meanwhile. A recorder that shares no code with the product compares what they were told with the
 * database.
 *
 *     npm run soak -- cluster [--seeds 20] [--first 1] [--seconds 30]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createConnection } from 'mysql2/promise';

import { provideServices } from '../../tools/services.mjs';
import { randomOf } from '../support/random-numbers.mjs';
import { ClusterNode } from './support/cluster/node.mjs';
import { letFaultsHappen } from './support/cluster/faults.mjs';
import { Person } from './support/cluster/person.mjs';
import { verify } from './support/cluster/verify.mjs';

const number = (fallback) => ({ type: 'string', default: String(fallback) });
const { values } = parseArgs({ options: { seeds: number(20), first: number(1), seconds: number(30) } });
const [seeds, first, seconds] = [values.seeds, values.first, values.seconds].map(Number);

const NODES = 3;
const ROOMS = 4;
const QUIET_DEADLINE_MS = 60_000;

const services = await provideServices();
const database = await createConnection(services.env.TEST_MYSQL_URL);
const reports = [];
try {
  for (let seed = first; seed < first + seeds; seed++) {
    const report = { seed, ...(await run(seed)) };
    reports.push(report);
    console.error(JSON.stringify(report));
  }
} finally {
  await database.end();
  await services.stop();
}
const sum = (key) => reports.reduce((total, report) => total + report[key].length, 0);
const totals = Object.fromEntries(
  ['lost', 'doubled', 'reordered', 'different', 'stale', 'complaints'].map((key) => [key, sum(key)]),
);
const hasHeld = Object.values(totals).every((count) => count === 0);
console.log(
  JSON.stringify({ soak: 'cluster', nodes: NODES, rooms: ROOMS, seconds, reports, totals, hasHeld }, null, 2),
);
process.exitCode = hasHeld ? 0 : 1;

async function run(seed) {
  const name = `cluster_${process.pid}_${seed}`;
  const folder = mkdtempSync(join(tmpdir(), 'visionary-cluster-'));
  await database.query(`create database ${name}`);
  const nodes = [];
  try {
    for (let index = 0; index < NODES; index++) {
      nodes.push(await ClusterNode.start({ number: index, databaseName: name, folder, services: services.env }));
    }
    const persons = await signUp(nodes);
    let isOver = false;
    const chats = persons.map((person, index) => person.chat(randomOf(seed * persons.length + index), () => isOver));
    const faults = await letFaultsHappen(nodes, randomOf(seed), seconds * 1000);
    isOver = true;
    await Promise.all(chats);
    const stored = await storedMessages(name);
    await untilAllHave(persons, stored);
    return { faults: faults.map(({ kind, node }) => `${kind} ${node}`), ...verify({ persons, stored, faults }) };
  } finally {
    for (const node of nodes) await node.end();
    await database.query(`drop database if exists ${name}`);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One user of each room on each node. */
async function signUp(nodes) {
  const protocol = await nodes[0].protocol();
  const persons = [];
  for (let room = 0; room < ROOMS; room++) {
    let roomId;
    for (const { number: first } of nodes) {
      const name = `r${room}p${first}`;
      const cookie = await nodes[first].signUp(name);
      roomId ??= await nodes[first].createRoom(cookie, `room ${room}`);
      const person = new Person({ name, cookie, protocol, nodes, first, roomId });
      await person.start();
      persons.push(person);
    }
  }
  return persons;
}

/** Messages by room, in the order of their seq. */
async function storedMessages(name) {
  const [rows] = await database.query(`select room_id as roomId, seq, text from ${name}.message order by room_id, seq`);
  return Map.groupBy(
    rows.map(({ roomId, seq, text }) => ({ roomId: idOf(roomId), seq: Number(seq), text })),
    ({ roomId }) => roomId,
  );
}

/** Ids are binary in the database, and UUIDs in the API. */
function idOf(value) {
  if (typeof value === 'string') return value;
  return value.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Heads arrive every few seconds; then every page has the whole log. */
async function untilAllHave(persons, stored) {
  const deadline = Date.now() + QUIET_DEADLINE_MS;
  const isBehind = ({ roomId, seq }) => seq < (stored.get(roomId)?.at(-1)?.seq ?? 0);
  while (persons.some(isBehind) && Date.now() < deadline) await sleep(100);
  for (const person of persons) person.close();
}
