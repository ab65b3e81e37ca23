import { describe, expect, it } from '@jest/globals';
import { splitMainFiles } from './main-files.js';

const file = (path: string, bytes: number) => ({ path, bytes, sha256: '', url: '' });
const paths = (files: readonly { path: string }[]) => files.map(({ path }) => path);

describe('the file list of a version', () => {
  it('shows weights first, largest on top, and collapses small files', () => {
    const { large, small } = splitMainFiles([
      ...[file('a.json', 10), file('text/model.onnx', 3e6), file('unet/model.onnx', 9e6)],
      ...[file('vae/model.onnx', 1e6), file('z.txt', 20)],
    ]);
    expect(paths(large)).toEqual(['unet/model.onnx', 'text/model.onnx', 'vae/model.onnx']);
    expect(paths(small)).toEqual(['a.json', 'z.txt']);
  });

  it('shows all files if there are few, and some files if none is large', () => {
    expect(splitMainFiles([file('lora.safetensors', 4), file('README.md', 9)]).small).toEqual([]);
    const tiny = splitMainFiles([1, 2, 3, 4, 5, 6].map((bytes) => file(`${bytes}`, bytes)));
    expect([paths(tiny.large), paths(tiny.small)]).toEqual([
      ['6', '5', '4', '3'],
      ['1', '2'],
    ]);
    expect(splitMainFiles([])).toEqual({ large: [], small: [] });
  });
});
