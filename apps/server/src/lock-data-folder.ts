import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Another server of this machine keeps its SQLite file and its images in this folder. */
export class DataFolderLockedError extends Error {}

const socketOf = (dataDir: string): string => {
  const name = `visionary-${createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 16)}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
};

const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const call = connect(path);
    call.once('connect', () => resolve(true)).once('error', () => resolve(false));
    call.once('connect', () => call.destroy());
  });

const listen = (path: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const claim = createServer((call) => call.destroy()).unref();
    claim.once('error', reject).listen(path, resolve);
  });

/**
 * Two embedded servers over one folder would not hear each other and would take each other's takes for lost. The claim is
 * a local socket: it ends with the process, also with one that was killed, whose socket file answers nobody.
 * @throws DataFolderTaken
 */
export const lockDataFolder = async (dataDir: string): Promise<void> => {
  mkdirSync(dataDir, { recursive: true });
  const path = socketOf(dataDir);
  if (await answers(path)) throw new DataFolderLockedError(dataDir);
  if (process.platform !== 'win32') rmSync(path, { force: true });
  await listen(path);
  process.once('exit', () => rmSync(path, { force: true }));
};
