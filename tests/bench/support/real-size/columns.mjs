import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ALLOCATOR, NICENESS } from '../bare-process.mjs';
import { median, rounded } from '../figures.mjs';

const mebibytes = (bytes) => rounded(bytes / 2 ** 20);

/** Runs a column in a process of its own; the engine as a server starts its renderer. */
export async function runColumn(program, job) {
  const script = fileURLToPath(new URL(`${program}-run.mjs`, import.meta.url));
  const env = { ...process.env, ...(program === 'plain' ? {} : ALLOCATOR) };
  const child = fork(script, [JSON.stringify(job)], { env });
  setPriority(child.pid, NICENESS);
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the process of ${program} ended with ${code}`);
  });
  const [figures] = await Promise.race([once(child, 'message'), ended]);
  await ended.catch(() => undefined);
  return figures;
}

/** Memory is what the process took more than before it loaded. */
export function columnFigures({ load, steps: [first, ...settled], held, peakBytes }, dir) {
  const timeOf = ({ cpuS, wallS }) => ({ cpuS: rounded(cpuS, 2), wallS: rounded(wallS, 2) });
  const middle = (name) => median(settled.map((step) => step[name]));
  return {
    filesMiB: mebibytes(bytesIn(dir)),
    load: timeOf(load),
    loadPeakMiB: mebibytes(load.peakBytes),
    firstStep: timeOf(first),
    settledStep: timeOf({ cpuS: middle('cpuS'), wallS: middle('wallS') }),
    peakMiB: mebibytes(peakBytes),
    heldMiB: mebibytes(held.bytes),
    ...(held.booksBytes && { booksMiB: mebibytes(held.booksBytes) }),
  };
}

/** The columns side by side, in CPU seconds and MiB. */
export function tableOf(columns) {
  const rows = [
    ['', ...Object.keys(columns)],
    ...['load', 'firstStep', 'settledStep'].map((name) => [
      `${name}, CPU s`,
      ...cells(columns, (one) => one[name].cpuS),
    ]),
    ...['loadPeakMiB', 'peakMiB', 'heldMiB', 'booksMiB'].map((name) => [
      name,
      ...cells(columns, (one) => one[name] ?? ''),
    ]),
  ];
  return rows.map((row) => row.map((cell) => String(cell).padEnd(22)).join('')).join('\n');
}

const cells = (columns, read) => Object.values(columns).map(read);

function bytesIn(path) {
  const stat = statSync(path);
  if (stat.isFile()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + bytesIn(join(path, name)), 0);
}
