/** Logs a step to standard error, because programs may read standard output. */
export function say(text) {
  console.error(`» ${text}`);
}

/** Formats milliseconds as seconds. */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** An error that the user can fix. `todo` says how, on its own line. */
export class Stop extends Error {
  constructor(message, todo) {
    super(message);
    this.todo = todo;
  }
}

/** The oldest Node that can run the tools. runtime.mjs provides the server's. */
const OLDEST = [20, 12];

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new Stop(
    `Node ${process.versions.node} is too old to run the tools.`,
    'Install Node 20.12 or newer, with npm.',
  );
}

/**
 * Runs the main function of a command; its result is the exit code. Prints the message of a Stop and the stack of any
 * other error.
 */
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
