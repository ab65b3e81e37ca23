import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Another server on this machine uses this data folder. */
export class DataFolderLockedError extends Error {}

const socketOf = (dataDir: string): string => {
  const name = `visionary-${createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 16)}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
};

const isListening = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

const listen = (path: string): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy()).unref();
    server.once('error', reject).listen(path, () => resolve(server));
  });

/**
 * Claims the data folder with a local socket. Two embedded servers on one folder would reclaim each other's takes. The claim
 * ends with the process, even if it was killed.
 * @returns a function that ends the claim
 * @throws DataFolderLockedError
 */
export const lockDataFolder = async (dataDir: string): Promise<() => void> => {
  mkdirSync(dataDir, { recursive: true });
  const path = socketOf(dataDir);
  if (await isListening(path)) throw new DataFolderLockedError(dataDir);
  if (process.platform !== 'win32') rmSync(path, { force: true });
  const server = await listen(path);
  const remove = (): void => rmSync(path, { force: true });
  process.once('exit', remove);
  return () => {
    process.off('exit', remove);
    server.close();
  };
};
