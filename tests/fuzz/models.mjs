/**
 * `npm run fuzz -- models [--seconds 300] [--seed N] [--first N]`: hostile files, read like the server reads
 * them. Each is accepted or rejected: no crash, none over its deadline, no bytes outside the folder, no memory leaked.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

const DEADLINE_MS = 10_000;
const HEAP_MIB = 512;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '300' },
    seed: { type: 'string' },
    first: { type: 'string', default: '0' },
  },
});
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
const seconds = Number(values.seconds);
const folder = mkdtempSync(join(tmpdir(), 'visionary-fuzz-'));
process.stderr.write(`seed ${seed}\n`);

const tried = {};
let now = { at: -1, kind: 'nothing' };
let longestMs = 0;
let began = performance.now();
const workerData = { seed, folder, until: Date.now() + seconds * 1000, first: Number(values.first) };
const script = new URL('./support/trier.mjs', import.meta.url);
const trier = new Worker(script, { workerData, resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB } });

const end = new Promise((resolve) => {
  const watch = setInterval(() => {
    if (now.at >= 0 && performance.now() - began > DEADLINE_MS) resolve(`not ended after ${DEADLINE_MS} ms`);
  }, 200);
  trier.on('message', (next) => {
    if (now.at >= 0) longestMs = Math.max(longestMs, performance.now() - began);
    tried[next.kind] = (tried[next.kind] ?? 0) + 1;
    now = next;
    began = performance.now();
  });
  trier.once('error', (error) => resolve(error.stack ?? String(error)));
  trier.once('exit', (code) => resolve(code === 0 ? undefined : `ended with code ${code}`));
  trier.once('exit', () => clearInterval(watch));
});

const trouble = await end;
await trier.terminate();
rmSync(folder, { recursive: true, force: true });
const summary = {
  seed,
  seconds,
  tried,
  longestMs: Math.round(longestMs),
  rssMiB: Math.round(process.memoryUsage.rss() / 2 ** 20),
};
process.stdout.write(
  `${JSON.stringify(trouble === undefined ? summary : { ...summary, failed: now, trouble }, undefined, 2)}\n`,
);
if (trouble !== undefined) process.stderr.write(`again: npm run fuzz -- models --seed ${seed} --first ${now.at}\n`);
process.exit(trouble === undefined ? 0 : 1);
