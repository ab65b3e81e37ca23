import { describe, expect, it } from '@jest/globals';
import { goOn } from './go-on.js';
import { Lanes } from './lanes.js';
import { LineBroken, meaningOf, UploadGone } from './tus-line.js';

const settled = () => new Promise((resolve) => setImmediate(resolve));

function aRoad() {
  const [begun, ended] = [[] as string[], new Map<string, () => void>()];
  const lanes = new Lanes(2);
  const add = (key: string) =>
    lanes.add(key, (signal) => {
      begun.push(key);
      return new Promise((resolve) => {
        ended.set(key, resolve);
        signal.addEventListener('abort', () => resolve());
      });
    });
  return { lanes, begun, add, end: (key: string) => ended.get(key)?.() };
}

describe('[B116] files on their way', () => {
  it('go two at a time, in their order', async () => {
    const { begun, add, end } = aRoad();
    for (const key of ['a', 'b', 'c', 'd']) add(key);
    expect(begun).toEqual(['a', 'b']);
    end('b');
    await settled();
    expect(begun).toEqual(['a', 'b', 'c']);
  });

  it('are stopped, waiting or on their way, and one key never goes twice at once', async () => {
    const { lanes, begun, add } = aRoad();
    for (const key of ['a', 'b', 'c']) add(key);
    lanes.stop('c');
    lanes.stop('a');
    add('a');
    expect(begun).toEqual(['a', 'b']);
    await settled();
    expect(begun).toEqual(['a', 'b', 'a']);
  });

  it('go on after every cut, begin anew where the server forgot them, and end with what is refused', async () => {
    const told: string[] = [];
    const fates: (Error | null)[] = [new LineBroken(), new UploadGone(), null];
    const attempt = async () => {
      const fate = fates.shift();
      if (fate) throw fate;
    };
    const world = {
      ...{ attempt, broke: () => told.push('broke') > 99, forgotten: () => void told.push('forgotten') },
      lineBack: async (breaks: number) => void told.push(`waits ${breaks}`),
    };
    const { signal } = new AbortController();
    expect(await goOn({ ...world, signal })).toBe('done');
    expect(told).toEqual(['broke', 'waits 0', 'forgotten', 'waits 1']);
    fates.push(new RangeError('refused'));
    await expect(goOn({ ...world, signal })).rejects.toThrow('refused');
    fates.push(new LineBroken());
    expect(await goOn({ ...world, signal: AbortSignal.abort() })).toBe('stopped');
  });

  it.each([
    [0, '', LineBroken],
    [503, '', LineBroken],
    [423, '', LineBroken],
    [429, '{"code":"RATE_LIMITED"}', LineBroken],
    [404, '', UploadGone],
    [410, '', UploadGone],
  ])('status %d means %#', (status, body, kind) =>
    expect(meaningOf({ getStatus: () => status, getBody: () => body })).toBeInstanceOf(kind),
  );

  it('what the server refuses keeps its code and what it says', () => {
    const body = JSON.stringify({ code: 'HUB_QUOTA_FULL', detail: { bytes: 5, used: 4 } });
    const refused = meaningOf({ getStatus: () => 413, getBody: () => body });
    expect(refused).toMatchObject({ code: 'HUB_QUOTA_FULL', detail: { bytes: 5, used: 4 } });
    const full = meaningOf({ getStatus: () => 507, getBody: () => '{"code":"HUB_DISK_FULL"}' });
    expect(full).toMatchObject({ code: 'HUB_DISK_FULL' });
  });
});
