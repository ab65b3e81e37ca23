/**
 * Cost of rooms and chat: CPU time of the server process per delivery, connection, and page, compared with
 * plain Socket.IO, bare WebSockets, the database driver, and the password hash. Rounds alternate and
 * medians are printed, because a machine is never idle. A lost, duplicate, or reordered message fails the run.
 *
 *     npm run bench -- chat [part …] [--rounds N] [--sockets N]
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';

import { catchingUp } from './support/chat/catching-up.mjs';
import { fanOut } from './support/chat/fan-out.mjs';
import { reconnecting } from './support/chat/reconnecting.mjs';
import { endToEnd } from './support/chat/end-to-end.mjs';
import { signUps } from './support/chat/sign-ups.mjs';
import { rounded } from './support/figures.mjs';

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, sockets: { type: 'string', default: '1000' } },
  allowPositionals: true,
});
const rounds = Number(values.rounds);
const sockets = Number(values.sockets);

const PARTS = {
  /** Constant traffic, which large rooms get in bundles, and single messages, which are sent at once. */
  fanOut: () => fanOut({ sockets, messages: 100, everyMs: 20, rounds }),
  fanOutNowAndThen: () => fanOut({ sockets, messages: 20, everyMs: 150, rounds }),
  endToEnd: () => endToEnd({ sockets: Math.min(sockets, 200), messages: 50, rounds }),
  catchingUp: () => catchingUp({ clients: Math.min(sockets, 200), messages: 500, rooms: 5, rounds }),
  reconnecting: () => reconnecting({ sockets, rounds }),
  signUps: () => signUps({ count: 300, atOnce: 10, rounds: Math.min(rounds, 3) }),
};

const names = positionals.length > 0 ? positionals : Object.keys(PARTS);
const figures = { bench: 'chat', cores: cpus().length, rounds };
for (const name of names) {
  if (!PARTS[name]) throw new Error(`there is no part "${name}": ${Object.keys(PARTS).join(', ')}`);
  figures[name] = { ...(await PARTS[name]()), loadAverage: rounded(loadavg()[0], 1) };
}
const faults = names.reduce((sum, name) => sum + figures[name].faults, 0);
console.log(JSON.stringify({ ...figures, faults, void: faults > 0 }, null, 2));
process.exitCode = faults > 0 ? 1 : 0;
