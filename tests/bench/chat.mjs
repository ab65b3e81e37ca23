/**
 * Cost of rooms and chat: CPU time of the server process per delivery, connection, and page, compared with
 * plain Socket.IO, bare WebSockets, the database driver, and the password hash. Rounds alternate and
 * medians are printed, because a machine is never idle. A lost, duplicate, or reordered message fails the run.
 *
 *     npm run bench -- chat [part …] [--rounds N] [--sockets N]
 */
import { catchingUp } from './support/chat/catching-up.mjs';
import { fanOut } from './support/chat/fan-out.mjs';
import { reconnecting } from './support/chat/reconnecting.mjs';
import { endToEnd } from './support/chat/end-to-end.mjs';
import { signUps } from './support/chat/sign-ups.mjs';
import { readNumbers, runParts } from './support/command-line.mjs';

const { sizes, names } = readNumbers({ rounds: 5, sockets: 1_000 });
const { rounds, sockets } = sizes;

const PARTS = {
  /** Constant traffic, which large rooms get in bundles, and single messages, which are sent at once. */
  fanOut: () => fanOut({ sockets, messages: 100, everyMs: 20, rounds }),
  fanOutNowAndThen: () => fanOut({ sockets, messages: 20, everyMs: 150, rounds }),
  endToEnd: () => endToEnd({ sockets: Math.min(sockets, 200), messages: 50, rounds }),
  catchingUp: () => catchingUp({ clients: Math.min(sockets, 200), messages: 500, rooms: 5, rounds }),
  reconnecting: () => reconnecting({ sockets, rounds }),
  signUps: () => signUps({ count: 300, atOnce: 10, rounds: Math.min(rounds, 3) }),
};

await runParts('chat', PARTS, names, { rounds });
