import { spawn } from 'node:child_process';
import { constants } from 'node:os';

import { root } from './paths.mjs';

/** Every process started here that has not ended. */
const running = new Set();

/**
 * Starts a program. It leads a process group of its own, so that Ctrl+C reaches it once, through us, and so that
 * what it leaves behind can be ended with it.
 */
export function start(file, args, options = {}) {
  const child = spawn(file, args, { cwd: root, stdio: 'inherit', detached: process.platform !== 'win32', ...options });
  running.add(child);
  child.once('exit', () => running.delete(child));
  child.once('error', () => running.delete(child));
  return child;
}

/** Resolves with a child's exit code (128 + n for signal n, as shells say it); rejects when it could not be started. */
export function exitOf(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, name) => resolve(code ?? 128 + (constants.signals[name] ?? 0)));
  });
}

/** Runs a program to its end and keeps back what it prints. @returns {Promise<{code: number, output: string}>} */
export async function capture(file, args, options = {}) {
  const child = start(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  child.stderr.on('data', (chunk) => chunks.push(chunk));
  const code = await exitOf(child);
  return { code, output: Buffer.concat(chunks).toString() };
}

/** Runs a program to its end, its output shown as it comes. @returns {Promise<number>} the exit code */
export const show = (file, args, options = {}) =>
  exitOf(start(file, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options }));

function killGroup(child) {
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Ends a child and what it started: asks it, waits, then insists on the whole group. */
export async function end(child, graceMs = 5_000) {
  if (child.pid === undefined) return;
  if (child.exitCode === null && child.signalCode === null) {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const timer = setTimeout(() => killGroup(child), graceMs);
    await gone;
    clearTimeout(timer);
  }
  killGroup(child);
}

/** Ends all that was started here and still runs. */
export const endAll = () => Promise.all([...running].map((child) => end(child)));

/** On Ctrl+C or SIGTERM: ends all that was started here, runs `before` first, and leaves with the signal's code. */
export function endAllOnSignal(before = async () => {}) {
  let leaving = false;
  const leave = async (name) => {
    if (leaving) return;
    leaving = true;
    await before();
    await endAll();
    process.exit(128 + constants.signals[name]);
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, leave);
}
