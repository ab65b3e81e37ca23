/**
 * Long fault tests of rooms and chat: the same specs as in the tests, with many more kills, outages, and restarts, and
 * one seed after the other. The history checker compares every page with the database.
 *
 *     npm run soak -- chat [--seeds N] [--kills N] [--seed FIRST]
 *
 * TEST_HISTORIES=FOLDER keeps the history of a run in which the checker has found something.
 */
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

import { provideServices } from '../../tools/services.mjs';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '5' },
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
  },
});
const SPECS = [
  ...['killed-servers', 'redis-emptied', 'database-restarted', 'lost-replies', 'thousand-clients'].map(
    (name) => `tests/faults/${name}.spec.ts`,
  ),
  'tests/realtime/catch-up.spec.ts',
  'tests/realtime/slow-client.spec.ts',
];
const JEST = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];

function runOnce(seed, env) {
  const more = { CHAT_KILLS: values.kills, CHAT_OUTAGES: values.kills, CHAT_RESTARTS: values.kills };
  const args = [...JEST, '--runInBand', '--testTimeout', '3600000', '--seed', String(seed), ...SPECS];
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env, ...more }, stdio: 'inherit' });
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

const services = await provideServices();
const runs = [];
try {
  for (let n = 0; n < Number(values.seeds); n++) {
    const seed = (Number(values.seed) + n) | 0;
    console.error(`soak of chat: seed ${seed}, ${values.kills} kills, outages and restarts each`);
    const began = Date.now();
    const code = await runOnce(seed, services.env);
    runs.push({ seed, held: code === 0, seconds: Math.round((Date.now() - began) / 1_000) });
  }
} finally {
  await services.stop();
}
console.log(JSON.stringify({ soak: 'chat', kills: Number(values.kills), runs }, null, 2));
process.exitCode = runs.every(({ held }) => held) ? 0 : 1;
