import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from '@jest/globals';

/** Beats every 50 ms, and may miss five of 100 ms, or more. */
const run = async (code: string, maxMissed = 5) => {
  const program = `import { startWatchdog } from './dist/apps/shared/watchdog.js';
    startWatchdog({ intervalMs: 100, maxMissed: ${maxMissed} });
    ${code}`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [exitCode, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return { exitCode, signal, stderr };
};

it('[H41] a process whose event loop hangs is killed with a sentence in its log', async () => {
  expect(await run('for (;;);')).toEqual({
    exitCode: null,
    signal: 'SIGKILL',
    stderr: 'The event loop has not responded for 0.5 s: the process ends\n',
  });
});

it('[H41] a process that works, and one that ends, are left alone', async () => {
  const busy = `const busy = (ms) => { const until = Date.now() + ms; while (Date.now() < until); };
    for (let round = 0; round < 5; round++) { busy(350); await new Promise((resolve) => setTimeout(resolve, 60)); }`;
  // It misses three beats in a row, and more than ten in all.
  expect(await run(busy, 10)).toEqual({ exitCode: 0, signal: null, stderr: '' });
  expect(await run('')).toEqual({ exitCode: 0, signal: null, stderr: '' });
});
