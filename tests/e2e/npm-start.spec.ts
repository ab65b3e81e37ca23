import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { onCleanup } from '../support/cleanup.js';
import { freshFolder } from '../support/services.js';
import { waitUntil } from '../support/browser.js';
import { eventually } from '../support/eventually.js';

interface Started {
  readonly tool: ChildProcess;
  readonly output: () => string;
}

/** `npm start` without npm, in this checkout, which has packages and build already. */
function start(port: number): Started {
  const env = { ...process.env, HOST: '127.0.0.1', PORT: `${port}`, DATA_DIR: freshFolder(), LOG_LEVEL: 'error' };
  const tool = spawn(process.execPath, ['tools/start.mjs'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  onCleanup(() => tool.kill('SIGKILL'));
  let output = '';
  for (const stream of [tool.stdout, tool.stderr]) stream?.on('data', (part: Buffer) => (output += part.toString()));
  return { tool, output: () => output };
}

/** Occupies a free port, so that no other test gets it meanwhile. */
async function takenPort(): Promise<{ port: number; free: () => Promise<void> }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const free = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { port: (server.address() as AddressInfo).port, free };
}

const answers = (port: number) =>
  fetch(`http://127.0.0.1:${port}/api/health`).then(
    (response) => response.ok,
    () => false,
  );

describe('npm start', () => {
  it('[T4] reports a port in use, and how to choose another, before it does anything', async () => {
    const { port, free } = await takenPort();
    onCleanup(free);
    const { tool, output } = start(port);
    const [code] = (await once(tool, 'close')) as [number];
    expect(code).toBe(1);
    expect(output()).toBe(
      `✗ Port ${port} is in use.\n  Stop the program that uses it, or choose another: PORT=${port + 1} npm start\n`,
    );
  });

  it('[T5] logs its progress, prints the URL, and stops the server gracefully on a signal', async () => {
    const { port, free } = await takenPort();
    await free();
    const { tool, output } = start(port);
    await waitUntil('it is ready', output, (text) => text.includes('is ready'));
    expect(output()).toMatch(/Embedded model: .+\n» Starting the server .+\n/);
    expect(output()).toContain(`Visionary is ready at http://localhost:${port}\n`);
    expect(await answers(port)).toBe(true);
    tool.kill('SIGTERM');
    const [code] = (await once(tool, 'close')) as [number];
    expect(code).toBe(0);
    expect(await answers(port)).toBe(false);
  });

  it('[T6] leaves no server behind when it is killed', async () => {
    const { port, free } = await takenPort();
    await free();
    const { tool, output } = start(port);
    await waitUntil('it is ready', output, (text) => text.includes('is ready'));
    tool.kill('SIGKILL');
    await eventually('the port is free', async () => !(await answers(port)));
  });
});
