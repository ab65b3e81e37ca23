import { describe, expect, it } from '@jest/globals';
import { LIMITS } from '@visionary/contract';
import { headerError, validateFile } from './validate-file.js';

const bytesOf = (...values: number[]) => Uint8Array.from([...values, ...Array<number>(16).fill(0)].slice(0, 16));
const HEADER = bytesOf(2, 0, 0, 0, 0, 0, 0, 0, 0x7b);
const PK = bytesOf(0x50, 0x4b, 3, 4);

describe('[B115] local validation of files', () => {
  it.each([
    ['model.ckpt', bytesOf(), 'MODEL_PICKLE_NOT_ALLOWED'],
    ['unet/diffusion_pytorch_model.BIN', PK, 'MODEL_PICKLE_NOT_ALLOWED'],
    ['renamed.safetensors', PK, 'MODEL_PICKLE_NOT_ALLOWED'],
    ['renamed.onnx', bytesOf(0x80, 4), 'MODEL_PICKLE_NOT_ALLOWED'],
    ['renamed.safetensors', bytesOf(0x80, 4, 0x95, 9, 0, 0, 0, 0, 0x7b), 'MODEL_PICKLE_NOT_ALLOWED'],
    ['renamed.bin', bytesOf(0x80, 2, 0x7d, 0, 0, 0, 0, 0, 0x7b), 'MODEL_PICKLE_NOT_ALLOWED'],
    ['virus.exe', bytesOf(), 'MODEL_FILE_TYPE_UNSUPPORTED'],
    ['index.html', bytesOf(), 'MODEL_FILE_TYPE_UNSUPPORTED'],
    ['folder.zip', bytesOf(1, 2), 'MODEL_ARCHIVE_INVALID'],
    ['lora.safetensors', bytesOf(2, 0, 0, 0, 0, 0, 0, 0, 0x20), 'MODEL_WEIGHTS_INVALID'],
    ['lora.safetensors', bytesOf(255, 255, 255, 255, 255, 255, 255, 127, 0x7b), 'MODEL_WEIGHTS_INVALID'],
    [`${'a/'.repeat(LIMITS.modelPathLength)}m.onnx`, bytesOf(), 'MODEL_PATH_INVALID'],
  ])('rejects %s', (path, first, code) => expect(headerError({ path, bytes: 2000, first })).toBe(code));

  it('[M140] rejects an empty file, by name and reason', async () => {
    const [path, code] = ['unet/model.onnx', 'MODEL_FILE_EMPTY'];
    expect(await validateFile(path, new Blob([]))).toEqual({ code, detail: { path } });
    expect(await validateFile('a.ckpt', new Blob([]))).toMatchObject({ code: 'MODEL_PICKLE_NOT_ALLOWED' });
    expect(await validateFile('notes.txt', new Blob(['a']))).toBeNull();
  });

  it('[B238] says how long a path may be', async () => {
    const [path, most] = [`${'a'.repeat(LIMITS.modelPathLength)}.safetensors`, LIMITS.modelPathLength];
    expect(await validateFile(path, new Blob(['a']))).toEqual({
      ...{ code: 'MODEL_PATH_INVALID', detail: { path, reasonKey: 'pathTooLong', most } },
    });
  });

  it('[B249] says that a file without a name is hidden', async () => {
    expect(await validateFile('.safetensors', new Blob(['a']))).toEqual({
      ...{ code: 'MODEL_PATH_INVALID', detail: { path: '.safetensors', reasonKey: 'hiddenFile' } },
    });
  });

  it('rejects a file that is too large', () => {
    expect(headerError({ path: 'm.onnx', bytes: LIMITS.modelFileBytes + 1, first: bytesOf(8) })).toBe(
      'MODEL_TOO_LARGE',
    );
  });

  it.each([
    ['unet/model.onnx', bytesOf(8)],
    ['unet/model.onnx_data', bytesOf()],
    ['unet/weights.bin', bytesOf()],
    ['lora.safetensors', HEADER],
    ['lora of 640 bytes.safetensors', bytesOf(0x80, 2, 0, 0, 0, 0, 0, 0, 0x7b)],
    ['lora of 1408 bytes.safetensors', bytesOf(0x80, 5, 0, 0, 0, 0, 0, 0, 0x7b)],
    ['Folder.ZIP', PK],
    ['tokenizer/merges.txt', bytesOf(0x23)],
    ['SHA256SUMS', bytesOf(0x61)],
    ['LICENSE', bytesOf(0x61)],
  ])('accepts %s', (path, first) => expect(headerError({ path, bytes: 2000, first })).toBeNull());
});
