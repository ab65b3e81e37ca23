import { spawn } from 'node:child_process';
import { constants } from 'node:os';

import { root } from './paths.mjs';

/** Processes started here that are still running. */
const running = new Set();

/**
 * Starts a program in its own process group, so that Ctrl+C reaches it only through this process, and its descendants
 * can be ended with it. A background group can't read from the terminal.
 */
export function start(file, args, options = {}) {
  const stdio = ['ignore', 'inherit', 'inherit'];
  const child = spawn(file, args, { cwd: root, stdio, detached: process.platform !== 'win32', ...options });
  running.add(child);
  child.once('exit', () => running.delete(child));
  child.once('error', () => running.delete(child));
  return child;
}

const hasEnded = (child) => child.exitCode !== null || child.signalCode !== null;

/** Exit code of a child; 128 + n for signal n, as in shells. */
const codeOf = (child) => child.exitCode ?? 128 + (constants.signals[child.signalCode] ?? 0);

/** Resolves with a child's exit code after all its output was read. Rejects when it couldn't be started. */
export function exitOf(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve(codeOf(child)));
  });
}

/**
 * Runs a program and captures its output.
 * @returns {Promise<{code: number, output: string}>}
 */
export async function capture(file, args, options = {}) {
  const child = start(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  child.stderr.on('data', (chunk) => chunks.push(chunk));
  const code = await exitOf(child);
  return { code, output: Buffer.concat(chunks).toString() };
}

/**
 * Runs a program and shows its output.
 * @returns {Promise<number>} the exit code
 */
export const show = (file, args, options = {}) => exitOf(start(file, args, options));

function killGroup(child) {
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/**
 * Ends a child and its descendants: sends SIGTERM, waits, then kills the whole group.
 * @returns its exit code
 */
export async function end(child, graceMs = 5_000) {
  if (child.pid === undefined) return 0;
  if (!hasEnded(child)) {
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const timer = setTimeout(() => killGroup(child), graceMs);
    await exited;
    clearTimeout(timer);
  }
  killGroup(child);
  return codeOf(child);
}

/**
 * Ends all running processes started here.
 * @returns their exit codes
 */
export const endAll = (graceMs) => Promise.all([...running].map((child) => end(child, graceMs)));

/**
 * On Ctrl+C or SIGTERM: runs `before`, ends all processes started here, and exits. A second signal kills them;
 * repeats within a second are ignored, because npm forwards signals that the terminal has already sent to all.
 * @param {{before?: () => Promise<void>, graceMs?: number, exitCodeOf?: (codes: number[]) => number}} [how]
 * `exitCodeOf` derives the exit code from those of the children; the default is that of the signal
 */
export function endAllOnSignal({ before = async () => {}, graceMs, exitCodeOf } = {}) {
  let signaledAt = 0;
  const exit = async (name) => {
    if (signaledAt > 0) {
      if (Date.now() - signaledAt > 1_000) for (const child of running) killGroup(child);
      return;
    }
    signaledAt = Date.now();
    await before();
    const codes = await endAll(graceMs);
    process.exit(exitCodeOf && codes.length > 0 ? exitCodeOf(codes) : 128 + constants.signals[name]);
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, exit);
  onNpmExit(() => exit('SIGTERM'));
}

/** A signal to npm ends npm and its shell, but often isn't forwarded. A changed parent process reveals it. */
function onNpmExit(callback) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, 500);
  timer.unref();
}
