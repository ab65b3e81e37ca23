import { linkSync, rmSync, symlinkSync, writeFileSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  TINY,
  MINI,
  filesIn,
  inspectionResult,
  copyModelFolder,
  inspectWholeFolder,
} from '../../../tests/support/inspection.js';
import { constant, node } from '../../../tests/support/tiny-onnx.js';
import { graphBeside, graphOf, writeFileIn, maliciousFolder } from '../../../tests/support/malicious-files.js';
import { inspectFolder } from '../inspection.js';

const onnx = (content: Uint8Array) => inspectionResult('unet/model.onnx', content);

describe('external data of a graph', () => {
  const OUTSIDE = ['../secret.data', '/etc/passwd', 'a/../../secret.data', 'C:\\secret.data', '..\\secret.data', ''];

  it.each(OUTSIDE)('[M4] inspectFile rejects external data at "%s" outside of the folder', async (location) => {
    expect(await onnx(graphBeside(location))).toBe('MODEL_EXTERNAL_DATA_INVALID');
  });

  const withUnet = (
    graph: Uint8Array,
    place: (dir: string) => void = () => undefined,
    hidden: readonly string[] = [],
  ) => {
    const dir = copyModelFolder(TINY);
    writeFileSync(join(dir, 'unet', 'model.onnx'), graph);
    place(dir);
    return inspectFolder(
      dir,
      filesIn(dir).filter((name) => !hidden.includes(name)),
    );
  };
  const data = (dir: string) => join(dir, 'unet', 'weights.data');
  const rejected = { ok: false, code: 'MODEL_EXTERNAL_DATA_INVALID', detail: { path: 'unet/model.onnx' } };

  it('[M4] inspectFolder rejects external data that is missing, not uploaded, or inconsistent in length', async () => {
    const there = (dir: string) => writeFileSync(data(dir), Buffer.alloc(16));
    expect(await withUnet(graphBeside('weights.data'))).toMatchObject(rejected);
    expect(await withUnet(graphBeside('weights.data'), there, ['unet/weights.data'])).toMatchObject(rejected);
    const lies: Record<string, string>[] = [
      { offset: '8' },
      { length: '12' },
      { length: '17' },
      { offset: '-1' },
      { offset: '1e3' },
      { offset: '9007199254740993' },
    ];
    for (const places of lies) {
      expect(await withUnet(graphBeside('weights.data', places), there)).toMatchObject(rejected);
    }
  });

  it('[M4] inspectFolder rejects symbolic and hard links, and data that no graph references', async () => {
    const secret = writeFileIn(maliciousFolder(), 'secret.data', Buffer.alloc(16, 7));
    const links = { symbolic: symlinkSync, hard: linkSync };
    for (const link of Object.values(links)) {
      const found = await withUnet(graphBeside('weights.data'), (dir) => link(secret, data(dir)));
      expect(found).toMatchObject({ ok: false, code: 'MODEL_PATH_INVALID', detail: { path: 'unet/weights.data' } });
    }
    const stray = await inspectWholeFolder(
      ((dir) => (writeFileIn(dir, 'unet/stray.data', 'x'), dir))(copyModelFolder(TINY)),
    );
    expect(stray).toMatchObject({ code: 'MODEL_FILE_TYPE_UNSUPPORTED', detail: { path: 'unet/stray.data' } });
  });

  it('[M4] inspectFolder accepts hard links when ownLinks is set', async () => {
    const kept = writeFileIn(maliciousFolder(), 'kept', Buffer.alloc(16));
    const dir = copyModelFolder(TINY);
    writeFileSync(join(dir, 'unet', 'model.onnx'), graphBeside('weights.data'));
    linkSync(kept, data(dir));
    // A graph this small is not a UNet, but it is read completely.
    const found = await inspectFolder(dir, filesIn(dir), { trustsHardLinks: true });
    expect(found.ok || found.detail.path !== 'unet/weights.data').toBe(true);
    expect(found).not.toMatchObject({ code: 'MODEL_EXTERNAL_DATA_INVALID' });
  });

  it('[M5] inspectFolder rejects external data with non-finite values', async () => {
    const found = await withUnet(graphBeside('weights.data'), (dir) =>
      writeFileSync(data(dir), Buffer.alloc(16, 0xff)),
    );
    expect(found).toMatchObject({ code: 'MODEL_WEIGHTS_NAN_OR_INF', detail: { path: 'unet/model.onnx', tensor: 'w' } });
  });
});

describe('a whole model', () => {
  it('[M6] inspectFolder lists missing files', async () => {
    const dir = copyModelFolder(TINY);
    for (const name of ['vae_decoder/model.onnx', 'scheduler', 'tokenizer/merges.txt']) {
      rmSync(join(dir, name), { recursive: true });
    }
    expect(await inspectWholeFolder(dir)).toMatchObject({
      code: 'MODEL_INCOMPLETE',
      detail: { missing: 'scheduler/scheduler_config.json, vae_decoder/model.onnx, tokenizer/merges.txt' },
    });
    expect(await inspectFolder(dir, [])).toMatchObject({ code: 'MODEL_INCOMPLETE' });
  });

  it('[M6] inspectFolder reports both shapes when parts of different models are mixed', async () => {
    const dir = copyModelFolder(TINY);
    const name = 'decoder.conv_in.weight';
    const weight = constant(name, [2, 16, 3, 3], new Float32Array(2 * 16 * 9));
    writeFileSync(join(dir, 'vae_decoder', 'model.onnx'), graphOf([node('Conv', ['x', name], ['y'])], [weight]));
    expect(await inspectWholeFolder(dir)).toEqual({
      ok: false,
      code: 'MODEL_SHAPES_MISMATCH',
      detail: {
        path: 'vae_decoder/model.onnx',
        tensor: name,
        shape: '[2, 16, 3, 3]',
        expected: 4,
        beside: 'unet/model.onnx',
        reason: `${name} is [2, 16, 3, 3], but unet/model.onnx has 4`,
      },
    });
  });

  it('[M6] inspectFolder rejects a text encoder whose width differs from that of the UNet', async () => {
    const dir = copyModelFolder(TINY);
    cpSync(join(MINI, 'text_encoder'), join(dir, 'text_encoder'), { recursive: true });
    const found = await inspectWholeFolder(dir);
    expect(found).toMatchObject({ code: 'MODEL_SHAPES_MISMATCH', detail: { path: 'unet/model.onnx' } });
    expect(found).toMatchObject({
      detail: { reason: expect.stringMatching(/but text_encoder\/model\.onnx has \d+$/) },
    });
  });

  it('[M6] inspectFolder rejects a tokenizer when its vocabulary exceeds the text encoder or has no numbers', async () => {
    const dir = copyModelFolder(TINY);
    const vocab = join(dir, 'tokenizer', 'vocab.json');
    writeFileSync(vocab, JSON.stringify({ '<|startoftext|>': 0, '<|endoftext|>': 1, more: 10_000_000 }));
    expect(await inspectWholeFolder(dir)).toMatchObject({
      code: 'MODEL_SHAPES_MISMATCH',
      detail: { path: 'tokenizer/vocab.json' },
    });
    writeFileSync(vocab, '{"<|startoftext|>": 0, "<|endoftext|>": "one"}');
    expect(await inspectWholeFolder(dir)).toMatchObject({
      code: 'MODEL_FOLDER_INVALID',
      detail: { path: 'tokenizer/vocab.json' },
    });
  });

  it.each(['../a.onnx', '/a.onnx', 'a//b.onnx', 'aux.onnx', 'a\nb.onnx', 'a.onnx ', 'c:a.onnx', 'x'.repeat(300)])(
    '[M4] inspectFolder rejects a file named %j',
    async (name) => {
      expect(await inspectFolder(maliciousFolder(), [name])).toMatchObject({ code: 'MODEL_PATH_INVALID' });
    },
  );
});
