import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { TINY, MINI, filesIn, inspectionResult } from '../../../tests/support/inspection.js';
import { safetensorsOf } from '../../../tests/support/additions.js';
import { safetensors } from '../../../tests/support/safetensors-writer.js';
import { pickle, writeFileIn, torchZip, maliciousFolder } from '../../../tests/support/malicious-files.js';
import { inspectFile, inspectFolder } from '../inspection.js';
import { inspectWeightsHeader } from './inspect-header.js';

const TWO = {
  'unet.a.lora_A.weight': { shape: [2, 3], values: [1, 2, 3, 4, 5, 6] },
  'unet.a.lora_B.weight': { shape: [4, 2], values: [1, 2, 3, 4, 5, 6, 7, 8] },
};

describe('file names and signatures', () => {
  it.each([MINI, TINY])(
    '[M1] inspectFile accepts every file of %s, and inspectFolder the whole folder',
    async (dir) => {
      for (const name of filesIn(dir)) {
        expect([name, await inspectFile(join(dir, name), name)]).toMatchObject([name, { ok: true }]);
      }
      expect(await inspectFolder(dir, filesIn(dir))).toMatchObject({
        ok: true,
        facts: { kind: 'model', supportsImg2img: true },
      });
    },
  );

  it.each(['model.ckpt', 'model.pt', 'model.PTH', 'model.pkl'])(
    '[M1] inspectFile detects %s as a pickle by its name',
    async (name) => {
      expect(await inspectionResult(name, 'anything')).toBe('MODEL_PICKLE_NOT_ALLOWED');
    },
  );

  it.each(['a.safetensors', 'unet/model.onnx', 'pytorch_model.bin', 'unet/weights.pb', 'config.json', 'model.zip'])(
    '[M1] inspectFile detects a pickle named %s by its content',
    async (name) => {
      for (const protocol of [2, 3, 4, 5] as const) {
        expect(await inspectionResult(name, pickle(protocol))).toBe('MODEL_PICKLE_NOT_ALLOWED');
      }
      expect(await inspectionResult(name, torchZip())).toBe('MODEL_PICKLE_NOT_ALLOWED');
      expect(await inspectionResult(name, Buffer.concat([Buffer.alloc(4096, 1), torchZip()]))).toBe(
        'MODEL_PICKLE_NOT_ALLOWED',
      );
    },
  );

  it('[M1] inspectFile accepts weights when only their first bytes look like a pickle', async () => {
    const numbers = Buffer.concat([Buffer.from([0x80, 2]), Buffer.alloc(4094, 0x3f)]);
    expect(await inspectionResult('unet/weights.pb', numbers)).toBe('taken');
    expect(await inspectionResult('a.zip', torchZip('unet/model.onnx', Buffer.from('x')))).toBe('taken');
  });

  it.each([0x280, 0x480, 0x2e0280])('[M1] inspectFile accepts weights with a header of %d bytes', async (length) => {
    const frame = safetensors(TWO, { note: '' }).readUInt32LE();
    const weights = safetensors(TWO, { note: 'x'.repeat(length - frame) });
    expect(weights.readUInt32LE()).toBe(length);
    expect(await inspectionResult('lora.safetensors', weights)).toBe('taken');
    expect(await inspectionResult('weights.bin', weights)).toBe(
      length === 0x2e0280 ? 'MODEL_PICKLE_NOT_ALLOWED' : 'taken',
    );
  });

  it.each(['run.exe', 'a.py', '.hidden', 'unet/.model.onnx', 'model.h5', 'a.gguf', 'onnx'])(
    '[M1] inspectFile rejects the unsupported file %s',
    async (name) => {
      expect(await inspectionResult(name, 'anything')).toBe('MODEL_FILE_TYPE_UNSUPPORTED');
    },
  );

  it.each([
    ['unet/config.json', '{"a":', 'MODEL_FOLDER_INVALID'],
    ['unet/config.json', '['.repeat(20_000) + ']'.repeat(20_000), 'MODEL_FOLDER_INVALID'],
    ['unet/config.json', '{}\0', 'MODEL_FOLDER_INVALID'],
    ['unet/config.json', '', 'MODEL_FILE_EMPTY'],
    ['README.md', Buffer.from([0xff, 0xfe, 0x41]), 'MODEL_FOLDER_INVALID'],
    ['sample.png', '<svg onload="alert(1)"/>', 'MODEL_FILE_TYPE_UNSUPPORTED'],
    ['a.zip', 'no zip at all', 'MODEL_FILE_TYPE_UNSUPPORTED'],
    ['a.safetensors', '', 'MODEL_FILE_EMPTY'],
    ['unet/model.onnx', 'no graph at all', 'MODEL_GRAPH_INVALID'],
  ])('[M1] inspectFile rejects %s with content %j', async (name, content, code) => {
    expect(await inspectionResult(name, content)).toBe(code);
  });
});

describe('a single file of weights', () => {
  const lora = (metadata?: Record<string, string>, width = 768) => {
    const dir = maliciousFolder();
    const module = 'lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k';
    const tensors = {
      [`${module}.lora_down.weight`]: { shape: [8, width], values: Array<number>(8 * width).fill(0.5) },
      [`${module}.lora_up.weight`]: { shape: [320, 8], values: Array<number>(320 * 8).fill(0.5) },
      [`${module}.alpha`]: { shape: [], values: [4] },
    };
    writeFileIn(dir, 'ink.safetensors', safetensors(tensors, metadata));
    return inspectFolder(dir, ['ink.safetensors']);
  };

  it.each([
    [768, 'sd1'],
    [1024, 'sd2'],
    [2048, 'sdxl'],
    [64, 'other'],
  ] as const)('[M7] inspectFolder detects the base model of a LoRA with text width %d as %s', async (width, base) => {
    expect(await lora(undefined, width)).toMatchObject({
      ok: true,
      facts: { kind: 'lora', base, rank: 8, modules: 1 },
    });
  });

  it('[M7] inspectFolder reads trigger words and training metadata, but no paths of the trainer', async () => {
    const found = await lora({
      ss_tag_frequency: JSON.stringify({ '10_ink': { 'ink wash': 40, 'white space': 39, tree: 12 } }),
      ss_sd_model_name: '/home/somebody/models/v1-5.safetensors',
      ss_learning_rate: '0.0001',
      ss_network_dim: '8',
      'modelspec.title': 'Ink\u202e\nwash',
    });
    expect(found).toMatchObject({ ok: true, facts: { triggerWords: ['ink wash', 'white space'] } });
    expect(found.ok && found.facts.metadata).toEqual({
      title: 'Ink wash',
      baseModel: 'v1-5.safetensors',
      learningRate: '0.0001',
      networkRank: '8',
    });
    expect(await lora({ ss_tag_frequency: '{"a": [' })).toMatchObject({ ok: true, facts: { triggerWords: [] } });
  });

  it('[M7] inspectFolder classifies weights without LoRA modules as other weights', async () => {
    const dir = maliciousFolder();
    writeFileIn(dir, 'vae.safetensors', safetensors({ 'decoder.conv_in.weight': { shape: [2], values: [1, 2] } }));
    expect(await inspectFolder(dir, ['vae.safetensors'])).toMatchObject({
      ok: true,
      facts: { kind: 'weights', tensors: 1 },
    });
  });

  it.each([
    [{ '<gv-style>': [3, 768] }, 'sd1', { kind: 'embedding', vectors: 3, textWidths: [768], word: '<gv-style>' }],
    [{ emb_params: [1024] }, 'sd2', { kind: 'embedding', vectors: 1, textWidths: [1024] }],
    [{ clip_l: [2, 768], clip_g: [2, 1280] }, 'sdxl', { kind: 'embedding', vectors: 2, textWidths: [768, 1280] }],
  ])('[M151] inspectFolder tells what an embedding of %j is for', async (shapes, base, addition) => {
    const dir = maliciousFolder();
    writeFileIn(dir, 'wet-ink.safetensors', safetensorsOf(shapes));
    const facts = { kind: 'embedding', base, addition, triggerWords: ['word' in addition ? addition.word : 'wet-ink'] };
    expect(await inspectFolder(dir, ['wet-ink.safetensors'])).toMatchObject({ ok: true, facts });
  });

  it.each([
    ['conv_first.weight', [8, 3, 3, 3], 'conv_first.bias'],
    ['decoder.conv_in.weight', [8, 4, 3, 3], 'decoder.'],
    ['controlnet_cond_embedding.conv_in.weight', [16, 3, 3, 3], ''],
  ])('[M151] inspectFolder rejects a file with only %s and names what is missing', async (name, shape, missing) => {
    const dir = maliciousFolder();
    writeFileIn(dir, 'half.safetensors', safetensorsOf({ [name]: shape }));
    const found = await inspectFolder(dir, ['half.safetensors']);
    expect(found).toMatchObject({ ok: false, detail: { reasonKey: 'undefinedTensor', path: 'half.safetensors' } });
    expect(!found.ok && String(found.detail['name'])).toContain(missing);
  });

  it('[M151] an embedding without vectors is rejected with their shape, as a file and not as a folder', async () => {
    const path = writeFileIn(maliciousFolder(), 'ink.safetensors', safetensorsOf({ emb_params: [0, 32] }));
    const detail = { path: 'ink.safetensors', reasonKey: 'embeddingShape', shape: '[0,32]', most: 75 };
    const expected = { ok: false, code: 'MODEL_WEIGHTS_INVALID', detail };
    expect(await inspectFolder(dirname(path), ['ink.safetensors'])).toMatchObject(expected);
    expect(await inspectWeightsHeader(path)).toMatchObject(expected);
  });

  it('[M3] inspectFile rejects a safetensors file when its header is inconsistent', async () => {
    const head = (length: bigint) =>
      ((bytes) => (bytes.writeBigUInt64LE(length), Buffer.concat([bytes, Buffer.from('{}')])))(Buffer.alloc(8));
    for (const length of [2n ** 63n, 2n ** 64n - 1n, 3n, 0n]) {
      expect(await inspectionResult('a.safetensors', head(length))).toBe('MODEL_WEIGHTS_INVALID');
    }
    const edits: Parameters<typeof safetensors>[2][] = [
      (header) => void (header['unet.a.lora_B.weight']!.data_offsets = [0, 32]),
      (header) => void (header['unet.a.lora_A.weight']!.shape = [2, 4]),
      (header) => void (header['unet.a.lora_A.weight']!.dtype = 'F99'),
      (header) => void (header['unet.a.lora_A.weight']!.shape = [2 ** 30, 2 ** 30]),
    ];
    for (const edit of edits) {
      expect(await inspectionResult('a.safetensors', safetensors(TWO, undefined, edit))).toBe('MODEL_WEIGHTS_INVALID');
    }
    expect(await inspectionResult('a.safetensors', safetensors(TWO).subarray(0, -1))).toBe('MODEL_WEIGHTS_INVALID');
    expect(await inspectionResult('a.safetensors', safetensors({}))).toBe('MODEL_WEIGHTS_INVALID');
  });

  it.each(['F32', 'F16', 'BF16'] as const)(
    '[M5] inspectFile rejects a %s weight with a non-finite value and names it',
    async (dtype) => {
      for (const value of [NaN, Infinity, -Infinity]) {
        const tensors = { ...TWO, last: { shape: [2], values: [1, value], dtype } };
        const found = await inspectFile(
          writeFileIn(maliciousFolder(), 'a.safetensors', safetensors(tensors)),
          'a.safetensors',
        );
        expect(found).toMatchObject({
          code: 'MODEL_WEIGHTS_NAN_OR_INF',
          detail: { path: 'a.safetensors', tensor: 'last' },
        });
      }
      expect(await inspectionResult('a.safetensors', safetensors(TWO))).toBe('taken');
    },
  );
});
