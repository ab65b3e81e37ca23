import { describe, expect, it } from '@jest/globals';
import { uploadWithRetries } from './transfer-runner.js';
import { TaskQueue } from './task-queue.js';
import { ConnectionLost, errorFromResponse, UploadExpired } from './tus-upload.js';

const settled = () => new Promise((resolve) => setImmediate(resolve));

function aRoad() {
  const [begun, ended] = [[] as string[], new Map<string, () => void>()];
  const taskQueue = new TaskQueue(2);
  const add = (key: string) =>
    taskQueue.add(key, (signal) => {
      begun.push(key);
      return new Promise((resolve) => {
        ended.set(key, resolve);
        signal.addEventListener('abort', () => resolve());
      });
    });
  return { lanes: taskQueue, begun, add, end: (key: string) => ended.get(key)?.() };
}

describe('[B116] the upload queue', () => {
  it('runs two uploads at a time, in order', async () => {
    const { begun, add, end } = aRoad();
    for (const key of ['a', 'b', 'c', 'd']) add(key);
    expect(begun).toEqual(['a', 'b']);
    end('b');
    await settled();
    expect(begun).toEqual(['a', 'b', 'c']);
  });

  it('cancels waiting and running uploads, and never runs one key twice at once', async () => {
    const { lanes, begun, add } = aRoad();
    for (const key of ['a', 'b', 'c']) add(key);
    lanes.stop('c');
    lanes.stop('a');
    add('a');
    expect(begun).toEqual(['a', 'b']);
    await settled();
    expect(begun).toEqual(['a', 'b', 'a']);
  });

  it('resumes after each disconnect, restarts if the server forgot the upload, and ends on a rejection', async () => {
    const reply: string[] = [];
    const fates: (Error | null)[] = [new ConnectionLost(), new UploadExpired(), null];
    const attempt = async () => {
      const fate = fates.shift();
      if (fate) throw fate;
    };
    const world = {
      ...{ attempt, onDisconnect: () => reply.push('broke') > 99, onExpired: () => void reply.push('forgotten') },
      waitForConnection: async (breaks: number) => void reply.push(`waits ${breaks}`),
    };
    const { signal } = new AbortController();
    expect(await uploadWithRetries({ ...world, signal })).toBe('done');
    expect(reply).toEqual(['broke', 'waits 0', 'forgotten', 'waits 1']);
    fates.push(new RangeError('rejected'));
    await expect(uploadWithRetries({ ...world, signal })).rejects.toThrow('rejected');
    fates.push(new ConnectionLost());
    expect(await uploadWithRetries({ ...world, signal: AbortSignal.abort() })).toBe('stopped');
  });

  it.each([
    [0, '', ConnectionLost],
    [503, '', ConnectionLost],
    [423, '', ConnectionLost],
    [429, '{"code":"RATE_LIMITED"}', ConnectionLost],
    [404, '', UploadExpired],
    [410, '', UploadExpired],
  ])('maps status %d to an error (%#)', (status, body, kind) =>
    expect(errorFromResponse({ getStatus: () => status, getBody: () => body })).toBeInstanceOf(kind),
  );

  it('keeps the code and details of a rejection', () => {
    const body = JSON.stringify({ code: 'HUB_QUOTA_EXCEEDED', detail: { bytes: 5, used: 4 } });
    const rejected = errorFromResponse({ getStatus: () => 413, getBody: () => body });
    expect(rejected).toMatchObject({ code: 'HUB_QUOTA_EXCEEDED', detail: { bytes: 5, used: 4 } });
    const full = errorFromResponse({ getStatus: () => 507, getBody: () => '{"code":"STORAGE_FULL"}' });
    expect(full).toMatchObject({ code: 'STORAGE_FULL' });
  });
});
