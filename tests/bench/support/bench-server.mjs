import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { io } from 'socket.io-client';

import { PROTOCOL_VERSION } from '../../../dist/libs/contract/index.js';
import { clientParser } from '../../../dist/libs/platform/realtime/wire-parser.js';

const LOOP_WATCH = fileURLToPath(new URL('./loop-watch.mjs', import.meta.url));

/**
 * The built server on a free port with a fresh data folder, serving the models beside `modelDir`.
 * @param more environment variables
 * @returns {Promise<{url: string, pid: number, data: string, end: () => Promise<void>, longestBlock: () => Promise<{ms: number, cpuMs: number}>}>}
 *     `data`: its data folder; `longestBlock`: the longest block of its event loop since the last call, and how
 *     much CPU time one task took
 */
export async function startServer(modelDir, more = {}) {
  const data = mkdtempSync(join(tmpdir(), 'visionary-bench-'));
  const paths = { PATH: process.env.PATH, DATA_DIR: data, MODELS_DIR: dirname(modelDir) };
  const loopFile = join(data, 'loop');
  const env = {
    ...paths,
    LOOP_FILE: loopFile,
    PORT: '0',
    NEW_ACCOUNT_LIMIT_HOURS: '0',
    PUBLIC_ROOM_PACE: '0',
    LOG_LEVEL: 'warn',
    ...more,
  };
  const child = spawn(process.execPath, ['--import', LOOP_WATCH, 'dist/apps/server/src/main.js'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    let output = '';
    child.stdout.on('data', (part) => {
      output += part;
      const port = /ready at http:\/\/localhost:(\d+)/.exec(output)?.[1];
      if (port) resolve(`http://127.0.0.1:${port}`);
    });
  });
  const end = async () => {
    child.removeAllListeners('exit');
    const exit = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await exit;
    rmSync(data, { recursive: true, force: true });
  };
  const longestBlock = async () => {
    rmSync(loopFile, { force: true });
    child.kill('SIGUSR2');
    while (!existsSync(loopFile) || !readFileSync(loopFile, 'utf8').endsWith('\n')) await later(5);
    const [ms, cpuMs] = readFileSync(loopFile, 'utf8').split(' ').map(Number);
    return { ms, cpuMs };
  };
  return { url, pid: child.pid, data, end, longestBlock };
}

async function post(url, path, cookie, body) {
  const headers = { 'content-type': 'application/json', ...(cookie && { cookie }) };
  const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return { body: await answer.json(), cookie: answer.headers.get('set-cookie')?.split(';')[0] };
}

/** A signed-in user with a public room. */
export async function openRoom(url) {
  const { cookie } = await post(url, '/api/accounts', undefined, { name: 'Bench', password: 'only for measuring' });
  const { body: room } = await post(url, '/api/rooms', cookie, { name: 'Bench', visibility: 'public', language: 'en' });
  const options = {
    transports: ['websocket'],
    parser: clientParser,
    auth: { protocol: PROTOCOL_VERSION },
    extraHeaders: { cookie },
  };
  const socket = io(url, options);
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject));
  const send = async (command, payload) => {
    const ack = await socket.emitWithAck(command, payload);
    if (!ack.ok) throw new Error(`${command}: ${JSON.stringify(ack.error)}`);
    return ack.data;
  };
  return { roomId: room.id, socket, ask: send };
}
