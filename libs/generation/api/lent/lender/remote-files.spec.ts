import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type FileConnection, RemoteFiles } from './remote-files.js';

const CONTENT = Buffer.from('a model');
const SHA256 = createHash('sha256').update(CONTENT).digest('hex');
const folder = mkdtempSync(join(tmpdir(), 'visionary-remote-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A connection whose take needs the file until it ends, after which the instance gives nothing. */
function connectionOf(files: RemoteFiles, take: { needs: boolean; endsWith?: () => void }) {
  const requests: number[] = [];
  const connection: FileConnection = {
    needs: () => take.needs,
    request: async (sha256, from) => {
      requests.push(from);
      take.endsWith?.();
      const range = take.needs ? { of: CONTENT.length, bytes: CONTENT } : {};
      files.receive({ type: 'data', sha256, from, ...range });
    },
  };
  files.connect(connection);
  return { connection, requests };
}

describe('[L28] files of several lent renderers', () => {
  it('are read over the connection whose take needs them', async () => {
    const files = new RemoteFiles(folder);
    const [idle, busy] = [{ needs: false }, { needs: true }].map((take) => connectionOf(files, take));
    expect(await files.read(SHA256)).toEqual(CONTENT);
    expect([idle!.requests, busy!.requests]).toEqual([[], [0]]);
  });

  it('are read over another one when the take ends, which both need', async () => {
    const files = new RemoteFiles(folder);
    const ending = { needs: true, endsWith: () => void (ending.needs = false) };
    const [first, second] = [connectionOf(files, ending), connectionOf(files, { needs: true })];
    expect(await files.read(SHA256)).toEqual(CONTENT);
    expect([first.requests, second.requests]).toEqual([[0], [0]]);
  });

  it('fail only for the connection that is lost', async () => {
    const files = new RemoteFiles(folder);
    const silent: FileConnection = { needs: () => true, request: () => Promise.resolve() };
    files.connect(silent);
    const reading = files.read(SHA256);
    const other = connectionOf(files, { needs: true });
    files.disconnect(other.connection);
    files.receive({ type: 'data', sha256: SHA256, from: 0, of: CONTENT.length, bytes: CONTENT });
    expect(await reading).toEqual(CONTENT);
    const lost = files.read(SHA256);
    files.disconnect(silent);
    await expect(lost).rejects.toThrow('The connection to the instance was lost.');
  });
});
