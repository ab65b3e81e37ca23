import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { DiffusionPipeline, readModelFolder } from '@visionary/diffusion';
import { FileBytes } from '../../../libs/diffusion/onnx/file-bytes.js';
import { readSafetensorsHeader } from '../../../libs/diffusion/safetensors/header.js';
import { onCleanup } from '../../support/cleanup.js';
import { largestDifference } from '../vectors.js';

const FOLDER = process.env.GOLDEN_CHECKPOINTS ?? '/work/shared/golden/checkpoints';
const expected = (name: string) => {
  const file = FileBytes.open(join(FOLDER, `${name}.expected.safetensors`));
  const { tensors } = readSafetensorsHeader(file);
  return (key: string) => {
    const t = tensors.get(key)!;
    const bytes = file.copy(t.offset, t.length);
    return t.dtype === 'F32' ? new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4) : Float32Array.from(bytes);
  };
};

describe.each(['sd15', 'sd21', 'sdxl'])('%s', (name) => {
  it('run', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'visionary-checkpoint-'));
    onCleanup(() => rmSync(dir, { recursive: true }));
    copyFileSync(join(FOLDER, `${name}.safetensors`), join(dir, 'x.safetensors'));
    const json = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
    const textHeads = json.text ? [json.text.heads] : [json.text_l.heads, json.text_g.heads];
    writeFileSync(join(dir, 'checkpoint.json'), JSON.stringify({ textHeads, ...(json.unet_head_dim && { unetHeadWidth: json.unet_head_dim }) }));
    const pipeline = await DiffusionPipeline.load(await readModelFolder(dir), { threads: 1 });
    const want = expected(name);
    for (const scheduler of ['ddim', 'euler'] as const) {
      const { latents, rgb } = await pipeline.render({
        ...{ prompt: json.run.prompt, negative: json.run.negative_prompt, scheduler, steps: 5, guidance: json.run.guidance },
        ...{ width: 128, height: 128, seed: 0, initialNoise: want('run.latents0'), ...(json.run.time_ids && { sizes: json.run.time_ids[0] }) },
      });
      console.log(name, scheduler, largestDifference(latents, want(`run.${scheduler}.latents`)), largestDifference(rgb, want(`run.${scheduler}.image`)));
      expect(largestDifference(latents, want(`run.${scheduler}.latents`))).toBeLessThanOrEqual(1e-3);
      expect(largestDifference(rgb, want(`run.${scheduler}.image`))).toBeLessThanOrEqual(1);
    }
    await pipeline.release();
  });
});
