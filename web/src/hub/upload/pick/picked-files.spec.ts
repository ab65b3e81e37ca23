import { describe, expect, it } from '@jest/globals';
import { normalizePaths } from './picked-files.js';

const files = (...paths: string[]) => normalizePaths(paths.map((path) => ({ path, file: new File([], path) })));
const pathsOf = (...paths: string[]) => files(...paths).map(({ path }) => path);

describe('[B115] picked files', () => {
  it('omit the enclosing folder', () => {
    const all = files('ink/unet/model.onnx', 'ink/model_index.json');
    expect(all.map(({ path }) => path)).toEqual(['unet/model.onnx', 'model_index.json']);
    expect(all.map(({ folder }) => folder)).toEqual(['ink', 'ink']);
  });

  it('keep a folder that is part of the model', () => {
    expect(pathsOf('unet/model.onnx')).toEqual(['unet/model.onnx']);
    expect(pathsOf('unet/model.onnx', 'vae_decoder/model.onnx')).toEqual(['unet/model.onnx', 'vae_decoder/model.onnx']);
    expect(pathsOf('ink/a.json', 'wet/b.json')).toEqual(['ink/a.json', 'wet/b.json']);
  });

  it('omit files that systems leave in folders', () => {
    expect(pathsOf('ink/.DS_Store', '__MACOSX/ink/._a', 'ink/.git/HEAD', 'ink/a.onnx', 'ink/Thumbs.db')).toEqual([
      'a.onnx',
    ]);
  });

  it('[B249] keep a model without a name, which is rejected with the reason', () => {
    expect(pathsOf('.safetensors', '.DS_Store')).toEqual(['.safetensors']);
  });
});
