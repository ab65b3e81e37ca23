import { describe, expect, it } from '@jest/globals';
import { matchExpected } from '../pick/picked-files.js';
import { createPendingFilesStorage, HEARTBEAT_TIMEOUT_MS } from './pending-files.js';

function aBrowser() {
  const stored = new Map<string, string>();
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (k: string, v: string) => stored.set(k, v),
  };
  const clock = { now: 1_000_000 };
  return { clock, stored, page: () => createPendingFilesStorage(storage, () => clock.now) };
}
const picked = (path: string, text = path) => ({ path, file: new File([text], path, { lastModified: 7 }) });
const paths = (files: readonly { readonly path: string }[]) => files.map(({ path }) => path);

describe('[B126] chosen files whose upload did not start', () => {
  it('are listed on the next page load, but not while the previous page is open', () => {
    const { page, clock } = aBrowser();
    const [before, after] = [page(), page()];
    before.add(
      'd',
      ['a.onnx', 'b.onnx', 'c.json'].map((path) => picked(path)),
    );
    before.remove('d', ['a.onnx']);
    clock.now += HEARTBEAT_TIMEOUT_MS;
    expect(after.orphanedFilesOf('d')).toEqual([]);
    before.heartbeat(['d'], true);
    expect(paths(after.orphanedFilesOf('d'))).toEqual(['b.onnx', 'c.json']);
    after.add('d', [picked('b.onnx')]);
    after.heartbeat(['d'], false);
    expect(after.orphanedFilesOf('d')).toEqual([]);
    clock.now += HEARTBEAT_TIMEOUT_MS + 1;
    expect(paths(after.orphanedFilesOf('d'))).toEqual(['c.json', 'b.onnx']);
    after.dropAll('d');
    expect(after.orphanedFilesOf('d')).toEqual([]);
  });

  it('expire, and invalid or missing storage causes no error', () => {
    const { page, clock, stored } = aBrowser();
    page().add('d', [picked('a.onnx')]);
    clock.now += 31 * 24 * 60 * 60_000;
    page().add('e', [picked('b.onnx')]);
    expect(page().orphanedFilesOf('d')).toEqual([]);
    stored.set('visionary.pending-files', '{');
    expect(page().orphanedFilesOf('e')).toEqual([]);
    const setItem = () => {
      throw new Error('full');
    };
    expect(createPendingFilesStorage({ getItem: () => null, setItem }).add('d', [picked('a')])).toBeUndefined();
  });

  it('get their path back when chosen one by one, but only if it is unambiguous', () => {
    const requested = ['unet/model.onnx', 'vae/model.onnx', 'tokenizer/vocab.json', 'tokenizer_2/vocab.json'].map(
      (path) => ({
        path,
        isSame: ({ name, size }: File) =>
          name === path.split('/').at(-1) && (name === 'vocab.json' || size === (path.startsWith('unet') ? 4 : 3)),
      }),
    );
    const chosen = [picked('model.onnx', 'unet'), picked('vocab.json', '{}'), picked('new.onnx', 'x')];
    expect(paths(matchExpected(chosen, requested))).toEqual(['unet/model.onnx', 'vocab.json', 'new.onnx']);
    expect(paths(matchExpected([picked('vae/model.onnx', 'vae')], requested))).toEqual(['vae/model.onnx']);
  });
});
