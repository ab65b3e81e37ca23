/** A step of the work, in one plain line; beside the output, which another program may read. */
export function say(text) {
  console.error(`» ${text}`);
}

/** Milliseconds as users say them. */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** What the user at the terminal must know and can mend; `todo` says how, on a line of its own. */
export class Stop extends Error {
  constructor(what, todo) {
    super(what);
    this.todo = todo;
  }
}

/** What the tools themselves are written for; the server's Node is runtime.mjs's affair. */
const OLDEST = [20, 12];

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new Stop(`Node ${process.versions.node} is too old even to begin.`, 'Install Node 20.12 or newer, with npm.');
}

/** Runs a command's main function, whose result is the exit code. A Stop is shown in words, a bug with its stack. */
export async function command(main) {
  try {
    checkNode();
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (error instanceof Stop) console.error([`✗ ${error.message}`, error.todo].filter(Boolean).join('\n  '));
    else console.error(error);
    process.exitCode = 1;
  }
}
