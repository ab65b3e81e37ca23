import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readModelFolder, TextEncoders } from '@visionary/diffusion';
import { readEmbedding } from '../../../libs/diffusion/embeddings/embedding-file.js';
import { largestDifference } from '../vectors.js';
import { hasVector, modelFolder, readExpected, readInfo, settingsOf } from './vectors.js';

const CLOSE = 1e-4;
const VECTOR = 'textual_inversion';

interface EmbeddingInfo {
  /** With a place for the word. */
  readonly prompt: string;
}

const CASES = [
  ['ti_a1111_sd15', 'sd15', 'sd15.a1111.hidden'],
  ['ti_diffusers_sd15', 'sd15', 'sd15.diffusers.hidden'],
  ['ti_sdxl', 'sdxl', 'sdxl.context'],
] as const;

if (hasVector(VECTOR)) {
  const { prompt } = readInfo<EmbeddingInfo>(VECTOR);
  const wanted = readExpected(VECTOR);

  describe('[E54] an embedding on a checkpoint', () => {
    it.each(CASES.filter(([, base]) => hasVector(base)))('%s stands for its word', async (file, base, key) => {
      const dir = modelFolder([`${base}.safetensors`, `${file}.safetensors`], settingsOf(readInfo(base)));
      const embedding = readEmbedding(join(dir, `${file}.safetensors`));
      const name = embedding.word ?? 'Some-Style';
      const encoders = await TextEncoders.open(await readModelFolder(dir), { threads: 1 });
      const { data, pooled } = await encoders.withEmbeddings([{ ...embedding, name }]).encode(prompt.replace('<the embedding>', name.toLowerCase()));
      expect(largestDifference(data, wanted(key).data)).toBeLessThanOrEqual(CLOSE);
      if (base === 'sdxl') expect(largestDifference(pooled!, wanted('sdxl.pooled').data)).toBeLessThanOrEqual(CLOSE);
      await encoders.release();
    });
  });
}
