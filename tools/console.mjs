/** Logs a step to standard error, because programs may read standard output. */
export function logStep(text) {
  console.error(`» ${text}`);
}

/** Formats milliseconds as seconds. */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** An error that the user can fix. `hint` says how, on its own line. */
export class UserError extends Error {
  constructor(message, hint) {
    super(message);
    this.hint = hint;
  }
}

/** The oldest Node that can run the tools. runtime.mjs provides the server's. */
const OLDEST = [20, 12];

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new UserError(`Node ${process.versions.node} is too old.`, 'Install Node 20.12 or newer, with npm.');
}

/**
 * Runs the main function of a command; its result is the exit code. Prints the message of a UserError, and the stack
 * of any other error.
 */
export async function command(main) {
  try {
    checkNode();
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (error instanceof UserError) console.error([`✗ ${error.message}`, error.hint].filter(Boolean).join('\n  '));
    else console.error(error);
    process.exitCode = 1;
  }
}
