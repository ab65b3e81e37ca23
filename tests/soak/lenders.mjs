/**
 * Minutes of two lent renderers beside the server's own one, under load: users in two public rooms and a private one queue,
 * steer, stop, cancel and repeat, while the programs of the lenders are killed, stopped and started again. In the end every take
 * must have ended exactly once, no take of the private room may have been rendered by a lender, and what lenders rendered must be
 * the same file when the server renders it again.
 *
 *     npm run soak -- lenders [minutes] [seed]
 *
 * LENDER_COMMAND and LENDER_HOST run the programs elsewhere, such as `ip netns exec NAME` and the server's address there.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { randomOf } from '../support/random-numbers.mjs';
import { SoakServer } from './support/soak-server.mjs';
import { TakeRecords } from './support/take-records.mjs';
import { User } from './support/user.mjs';

const [minutesAsked = '10', seedAsked = String(Math.floor(Math.random() * 2 ** 31))] = process.argv.slice(2);
const [minutes, seed] = [Number(minutesAsked), Number(seedAsked)];
const { LENDER_COMMAND = '', LENDER_HOST = '127.0.0.1' } = process.env;
const REPRODUCED_AT_MOST = 30;
const DRAIN_MS = 180_000;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
console.error(`soak of lenders: ${minutes} minutes, seed ${seed}`);

const server = await SoakServer.start({
  memoryMiB: 400,
  settings: { LENDING: 'open', LENDING_MODELS: 'all', HOST: LENDER_HOST === '127.0.0.1' ? LENDER_HOST : '0.0.0.0' },
});
const until = Date.now() + minutes * 60_000;
const isOn = () => Date.now() < until && server.child.exitCode === null;
const { port } = new URL(server.url);

const users = [];
for (let index = 0; index < 5; index++) {
  users.push(await User.signUp(server.url, `Soak ${index}`, randomOf(seed + index)));
}
const rooms = [];
for (const [index, user] of users.entries()) {
  if (index < 3) rooms.push(await user.openRoom(`Soak ${index}`, index === 2 ? 'private' : 'public'));
  await user.enter(rooms[index % 3 === 2 && index !== 2 ? 0 : index % 3]);
}
const privateRoomId = rooms[2];

/** The program of a lender, which is killed and started again. */
class LenderProgram {
  kills = 0;
  output = '';

  constructor(token, number) {
    this.token = token;
    this.dataDir = join(server.folder, `lender-${number}`);
    this.start();
  }

  start() {
    const [command, ...prefix] = [...LENDER_COMMAND.split(' ').filter(Boolean), process.execPath];
    const args = [...prefix, 'dist/apps/cli/src/main.js', 'lend', `http://${LENDER_HOST}:${port}`];
    const env = {
      PATH: process.env.PATH,
      DATA_DIR: this.dataDir,
      VISIONARY_LEND_TOKEN: this.token,
      RENDERER_THREADS: '1',
    };
    this.child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stdout.on('data', (part) => (this.output += part));
    this.child.stderr.on('data', (part) => (this.output += part));
  }

  /** One that has ended by itself stays so, which `held` finds. */
  async restart(signal) {
    if (this.hasEnded) return;
    this.kills += 1;
    await this.end(signal);
    this.start();
  }

  async stop() {
    if (!this.hasEnded) await this.end('SIGTERM');
  }

  get hasEnded() {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  async end(signal) {
    const exited = once(this.child, 'exit');
    this.child.kill(signal);
    await exited;
  }
}

const lenders = [];
for (const number of [1, 2]) {
  const { body } = await users[number].post('/api/me/lent-renderers', { name: `Lender ${number}` });
  lenders.push(new LenderProgram(body.token, number));
}

async function keepActing(user) {
  while (isOn()) {
    await user.act();
    await pause(user.random() * 1_200);
  }
}

async function keepKilling(lender, random) {
  while (isOn()) {
    await pause(10_000 + random() * 20_000);
    if (isOn()) await lender.restart(random() < 0.5 ? 'SIGKILL' : 'SIGTERM');
  }
}

await Promise.all([
  ...users.map(keepActing),
  ...lenders.map((lender, index) => keepKilling(lender, randomOf(seed + 100 + index))),
]);

const records = new TakeRecords(server.data);
const drained = Date.now() + DRAIN_MS;
while (records.open() > 0 && Date.now() < drained) await pause(500);
const open = records.open();
const database = new DatabaseSync(join(server.data, 'visionary.sqlite'), { readOnly: true });
const count = (where) => database.prepare(`select count(*) as n from take where ${where}`).get().n;
const lent = count('lent_by is not null');
const own = count(`status = 'finished' and lent_by is null`);
const lentInPrivate = database
  .prepare('select count(*) as n from take where lent_by is not null and room_id = ?')
  .get(privateRoomId).n;

const endedByThemselves = lenders.filter(({ hasEnded }) => hasEnded).length;
// From here on, only the server renders.
for (const lender of lenders) await lender.stop();
const samples = database
  .prepare(`select id, room_id from take where lent_by is not null and status = 'finished' order by id limit ?`)
  .all(REPRODUCED_AT_MOST);
const imagesOf = (id) =>
  database
    .prepare('select sha256 from take_image where take_id = ? order by sha256')
    .all(id)
    .map(({ sha256 }) => sha256);
const different = [];
for (const { id, room_id: roomId } of samples) {
  const user = users.find((one) => one.roomId === roomId);
  const reply = await user.ask('jam.repeat', { roomId, clientId: crypto.randomUUID(), takeId: id });
  const copy = reply?.event.payload.take.id;
  for (
    const limit = Date.now() + 60_000;
    Date.now() < limit && count(`id = '${copy}' and ended_at is not null`) === 0;
  ) {
    await pause(200);
  }
  if (imagesOf(id).join() === imagesOf(copy).join()) continue;
  const recorded = database.prepare('select render_record, images from take where id = ?');
  different.push({ was: recorded.get(id), is: recorded.get(copy) });
}
const audit = records.audit();
records.close();
database.close();
const surprises = users.flatMap((user) => user.surprises);
for (const user of users) user.socket.disconnect();
const ended = await server.end();

const held = {
  serverLived: ended === 0,
  everyTakeEndedOnce: open === 0 && audit.notEndedOnce.length === 0 && audit.endsOfUnknownTakes === 0,
  nothingUnexpected: surprises.length === 0 && audit.unexpectedFailures.length === 0,
  lendersRendered: lent > 0 && endedByThemselves === 0,
  privateRoomWasNotLent: lentInPrivate === 0,
  everyImageIsRight: different.length === 0,
};
console.log(
  JSON.stringify(
    {
      ...{ soak: 'lenders', minutes, seed, kills: lenders.map(({ kills }) => kills), lent, own, lentInPrivate, open },
      ...{ reproduced: samples.length, different, ...audit, surprises: surprises.slice(0, 20) },
      ...{ errorsLogged: [...new Set(server.errors())].slice(0, 20), held },
      ...(!Object.values(held).every(Boolean) && { outputs: lenders.map(({ output }) => output.slice(-1_500)) }),
    },
    null,
    2,
  ),
);
server.clean();
process.exit(Object.values(held).every(Boolean) ? 0 : 1);
