import { describe, expect, it } from '@jest/globals';
import { LIMITS } from '@visionary/contract';
import { faultOf, refusalAtDoor } from './fault-of.js';

const bytesOf = (...values: number[]) => Uint8Array.from([...values, ...Array<number>(16).fill(0)].slice(0, 16));
const HEADER = bytesOf(2, 0, 0, 0, 0, 0, 0, 0, 0x7b);
const PK = bytesOf(0x50, 0x4b, 3, 4);

describe('[B115] what is refused before it is sent', () => {
  it.each([
    ['model.ckpt', bytesOf(), 'MODEL_PICKLE'],
    ['unet/diffusion_pytorch_model.BIN', PK, 'MODEL_PICKLE'],
    ['renamed.safetensors', PK, 'MODEL_PICKLE'],
    ['renamed.onnx', bytesOf(0x80, 4), 'MODEL_PICKLE'],
    ['virus.exe', bytesOf(), 'MODEL_FILE_UNKNOWN'],
    ['index.html', bytesOf(), 'MODEL_FILE_UNKNOWN'],
    ['folder.zip', bytesOf(1, 2), 'MODEL_ARCHIVE_INVALID'],
    ['lora.safetensors', bytesOf(2, 0, 0, 0, 0, 0, 0, 0, 0x20), 'MODEL_WEIGHTS_INVALID'],
    ['lora.safetensors', bytesOf(255, 255, 255, 255, 255, 255, 255, 127, 0x7b), 'MODEL_WEIGHTS_INVALID'],
    [`${'a/'.repeat(LIMITS.modelPathLength)}m.onnx`, bytesOf(), 'MODEL_PATH_REFUSED'],
  ])('%s', (path, first, code) => expect(faultOf({ path, bytes: 1000, first })).toBe(code));

  it('[M140] what is empty, by its name and why', async () => {
    const [path, code] = ['unet/model.onnx', 'MODEL_FILE_EMPTY'];
    expect(await refusalAtDoor(path, new Blob([]))).toEqual({ code, detail: { path } });
    expect(await refusalAtDoor('a.ckpt', new Blob([]))).toMatchObject({ code: 'MODEL_PICKLE' });
    expect(await refusalAtDoor('notes.txt', new Blob(['a']))).toBeNull();
  });

  it('what is too large', () => {
    expect(faultOf({ path: 'm.onnx', bytes: LIMITS.modelFileBytes + 1, first: bytesOf(8) })).toBe('MODEL_TOO_LARGE');
  });

  it.each([
    ['unet/model.onnx', bytesOf(8)],
    ['unet/model.onnx_data', bytesOf()],
    ['unet/weights.bin', bytesOf()],
    ['lora.safetensors', HEADER],
    ['Folder.ZIP', PK],
    ['tokenizer/merges.txt', bytesOf(0x23)],
    ['SHA256SUMS', bytesOf(0x61)],
    ['LICENSE', bytesOf(0x61)],
  ])('but not %s', (path, first) => expect(faultOf({ path, bytes: 1000, first })).toBeNull());
});
