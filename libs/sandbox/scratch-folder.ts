import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closedParent } from './readable-paths.js';

const PREFIX = 'visionary-sandbox-';
const SHARED_FOLDER = '/tmp';

/** A new folder for temporary files of a sandboxed process. In TMPDIR, or in /tmp if its user can't enter TMPDIR. */
export async function makeScratchFolder(): Promise<string> {
  const path = join(tmpdir(), PREFIX);
  const isClosed = process.platform !== 'win32' && (await closedParent(path)) !== undefined;
  return mkdtemp(isClosed ? join(SHARED_FOLDER, PREFIX) : path);
}
