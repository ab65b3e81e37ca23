/**
 * Minutes of everything at once on a real server: six users in three rooms who switch models and LoRAs, steer, stop,
 * cancel and repeat, with too little memory for all models. For the first half the renderer is killed or made to hang again
 * and again; then it lives on. In the end memory must be bounded, every take must have ended exactly once, and nothing unexpected may have failed.
 *
 *     npm run soak -- pool [minutes] [seed]
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { randomOf } from '../support/random-numbers.mjs';
import { MemoryWatch } from './support/memory-watch.mjs';
import { User } from './support/user.mjs';
import { SoakServer } from './support/soak-server.mjs';
import { TakeRecords } from './support/take-records.mjs';

const [minutesAsked = '10', seedAsked = String(Math.floor(Math.random() * 2 ** 31))] = process.argv.slice(2);
const [minutes, seed] = [Number(minutesAsked), Number(seedAsked)];
const MEMORY_MIB = 200;
const [USERS, ROOMS] = [6, 3];
/** Between the second and the last quarter of the time. In a short soak the renderer only fills its memory. */
const GROWTH_AT_MOST_MIB = 64;
/** In addition to the models and their budget: the runtime, JavaScript, and the images it works on. */
const RENDERER_BESIDE_MIB = 192;
const RENDERER_OVER_BUDGET = 1.1;
const TRENDS_FROM_MINUTES = 4;
const DRAIN_MS = 180_000;
const MEBIBYTE = 2 ** 20;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
console.error(`soak of the pool: ${minutes} minutes, seed ${seed}`);

const server = await SoakServer.start({ memoryMiB: MEMORY_MIB });
const until = Date.now() + minutes * 60_000;
const killsUntil = Date.now() + minutes * 30_000;
const isOn = () => Date.now() < until && server.child.exitCode === null;

const users = [];
for (let index = 0; index < USERS; index++) {
  users.push(await User.signUp(server.url, `Soak ${index}`, randomOf(seed + index)));
}
for (let room = 0; room < ROOMS; room++) {
  const members = users.filter((_, index) => index % ROOMS === room);
  const roomId = await members[0].openRoom(`Soak ${room}`);
  for (const member of members) await member.enter(roomId);
}
const admin = await User.signUp(server.url, 'Soak admin', randomOf(seed));
await promisify(execFile)(process.execPath, ['dist/apps/cli/src/main.js', 'admin', 'Soak admin'], {
  env: { PATH: process.env.PATH, DATA_DIR: server.data },
});

const memory = new MemoryWatch(server);
const world = { kills: 0, hangs: 0, released: 0, poolBytes: 0, baseBytes: Infinity, counters: {} };

async function keepActing(user) {
  while (isOn()) {
    await user.act();
    await pause(user.random() * 1_200);
  }
}

/** Ends the renderer as a crash would, and sometimes lets it hang. */
async function keepKilling(random) {
  for (;;) {
    await pause(6_000 + random() * 14_000);
    if (Date.now() > killsUntil || !isOn()) break;
    const pid = server.rendererPid();
    if (pid === undefined) continue;
    const hangs = random() < 0.15;
    process.kill(pid, hangs ? 'SIGSTOP' : 'SIGKILL');
    world[hangs ? 'hangs' : 'kills'] += 1;
  }
  memory.startOver();
}

/** Watches, and releases models that the kills quarantined. */
async function keepWatching() {
  for (let isFirst = true; isOn() || isFirst; isFirst = false) {
    const view = await admin.ask('admin.subscribe', {});
    for (const { pool } of view?.renderers ?? []) if (pool) notePool(pool);
    for (const { model } of view?.quarantined ?? []) {
      const { status } = await admin.post(`/api/admin/quarantine/${model}`, undefined, 'DELETE');
      world.released += status === 204 ? 1 : 0;
    }
    await pause(1_000);
  }
}

function notePool({ entries, rssBytes, budgetBytes, ...counters }) {
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  world.budgetBytes = budgetBytes;
  world.poolBytes = Math.max(world.poolBytes, bytes);
  if (entries.length > 0) world.baseBytes = Math.min(world.baseBytes, rssBytes - bytes);
  world.counters = counters;
}

await Promise.all([...users.map(keepActing), keepKilling(randomOf(seed + 1_000)), keepWatching()]);

const records = new TakeRecords(server.data);
const drained = Date.now() + DRAIN_MS;
while (records.open() > 0 && Date.now() < drained) await pause(500);
memory.stop();
const open = records.open();
const audit = records.audit();
records.close();
const isThere = server.child.exitCode === null && server.child.signalCode === null;
for (const user of [...users, admin]) user.socket.disconnect();
const ended = await server.end();

const trends = { server: memory.trendOf(memory.server), renderer: memory.trendOf(memory.renderer) };
const rendererLimitMiB = Math.round(
  world.baseBytes / MEBIBYTE + MEMORY_MIB * RENDERER_OVER_BUDGET + RENDERER_BESIDE_MIB,
);
const surprises = users.flatMap((user) => user.surprises);
const sum = (of) =>
  users
    .flatMap((user) => Object.entries(of(user)))
    .reduce((all, [key, n]) => ({ ...all, [key]: (all[key] ?? 0) + n }), {});
const held = {
  serverLived: isThere && ended === 0,
  everyTakeEndedOnce: open === 0 && audit.notEndedOnce.length === 0 && audit.endsOfUnknownTakes === 0,
  nothingUnexpected: surprises.length === 0 && audit.unexpectedFailures.length === 0,
  overtakesBounded: audit.largestOvertake <= 16,
  serverMemoryBounded: trends.server.growthMiB <= GROWTH_AT_MOST_MIB,
  rendererMemoryBounded:
    (minutes < TRENDS_FROM_MINUTES || trends.renderer.growthMiB <= GROWTH_AT_MOST_MIB) &&
    memory.rendererPeak / MEBIBYTE <= rendererLimitMiB,
};
console.log(
  JSON.stringify(
    {
      soak: 'pool',
      ...{ minutes, seed, done: sum(({ done }) => done), rejected: sum(({ rejected }) => rejected) },
      ...{ kills: world.kills, hangs: world.hangs, rendererStarts: memory.restarts, released: world.released },
      ...{ open, ...audit, surprises: surprises.slice(0, 20) },
      memory: {
        ...trends,
        rendererPeakMiB: Math.round(memory.rendererPeak / MEBIBYTE),
        rendererBaseMiB: Math.round(world.baseBytes / MEBIBYTE),
        budgetMiB: MEMORY_MIB,
        rendererLimitMiB,
      },
      pool: world.counters,
      errorsLogged: [...new Set(server.errors())].slice(0, 20),
      held,
    },
    null,
    2,
  ),
);
server.clean();
process.exit(Object.values(held).every(Boolean) ? 0 : 1);
