import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ALLOCATOR, NICENESS } from '../bare-process.mjs';
import { median, rounded } from '../figures.mjs';

const PROGRAMS = {
  plain: new URL('plain-run.mjs', import.meta.url),
  engine: new URL('engine-run.mjs', import.meta.url),
  two: new URL('two-run.mjs', import.meta.url),
};
const SAMPLE_MS = 20;

const mebibytes = (bytes) => rounded(bytes / 2 ** 20);

/** Runs a column in a process of its own; the engine as a server starts its renderer. */
export async function runColumn(program, job) {
  const env = { ...process.env, ...(program === 'plain' ? {} : ALLOCATOR) };
  const child = fork(fileURLToPath(PROGRAMS[program]), [JSON.stringify(job)], { env });
  setPriority(child.pid, NICENESS);
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the process of ${program} ended with ${code}`);
  });
  try {
    const anonymous = anonymousPeak(child.pid);
    for (;;) {
      const [message] = await Promise.race([once(child, 'message'), ended]);
      if (message === 'loads') anonymous.start();
      else if (message === 'loaded') anonymous.stop();
      else return { ...message, loadPeakAnonymousBytes: anonymous.bytes };
    }
  } finally {
    await ended.catch(() => undefined);
  }
}

/** Without pages of mapped files, which the system can drop. Loading blocks the thread of the process itself. */
function anonymousPeak(pid) {
  const read = () => Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024;
  let [before, peak, timer] = [0, 0];
  return {
    start: () => {
      before = read();
      timer = setInterval(() => (peak = Math.max(peak, read())), SAMPLE_MS);
    },
    stop: () => clearInterval(timer),
    get bytes() {
      return Math.max(0, peak - before);
    },
  };
}

/** Memory is what the process took more than before it loaded. */
export function columnFigures({ load, steps, held, peakBytes, lora, loadPeakAnonymousBytes }, dir) {
  const timeOf = ({ cpuS, wallS }) => ({ cpuS: rounded(cpuS, 2), wallS: rounded(wallS, 2) });
  const settled = ([, ...rest]) =>
    timeOf({ cpuS: median(rest.map(({ cpuS }) => cpuS)), wallS: median(rest.map(({ wallS }) => wallS)) });
  return {
    filesMiB: mebibytes(bytesIn(dir)),
    load: timeOf(load),
    loadPeakMiB: mebibytes(load.peakBytes),
    loadPeakAnonymousMiB: mebibytes(loadPeakAnonymousBytes),
    firstStep: timeOf(steps[0]),
    settledStep: settled(steps),
    ...(lora && { loraWeightChange: timeOf(lora.change), settledStepWithLora: settled(lora.steps) }),
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
    ...['loadPeakMiB', 'loadPeakAnonymousMiB', 'peakMiB', 'heldMiB', 'booksMiB'].map((name) => [
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
