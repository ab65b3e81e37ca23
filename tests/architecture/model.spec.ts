import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { folderHash } from '@visionary/diffusion/model-files';
import { checkLoraCompatibility } from '@visionary/diffusion/lora-compatibility';
import { SHIPPED_HASHES } from '../../libs/generation/domain/shipped-models.js';

const FOLDER = 'models/visionary-mini';
const files = globSync(`${FOLDER}/**`).filter((file) => statSync(file).isFile());

describe('the embedded model', () => {
  it('matches its checksums: every graph, config, and vocabulary, and no other file', () => {
    const sums = files
      .filter((file) =>
        /^\/(model_index|vocabulary)\.json$|^\/(vocabulary|title)\.webp$|\/[^/]+\/[^/]+$/.test(
          file.slice(FOLDER.length),
        ),
      )
      .map((file) => [file, createHash('sha256').update(readFileSync(file)).digest('hex')] as const)
      .map(([file, digest]) => `${digest}  ${file.slice(FOLDER.length + 1)}`);
    const listed = readFileSync(join(FOLDER, 'SHA256SUMS'), 'utf8').trim().split('\n');
    expect(listed.sort()).toEqual(sums.sort());
  });

  it('[S168] is the one that the server trusts: domain/shipped-models.ts has its hash and that of its LoRA', async () => {
    const lora = createHash('sha256').update(readFileSync('models/loras/cyanotype.safetensors')).digest('hex');
    expect([...SHIPPED_HASHES]).toEqual([await folderHash(FOLDER), lora]);
  });

  it('is small enough for plain git: under 40 MB in total', () => {
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
    expect(bytes).toBeGreaterThan(10e6);
    expect(bytes).toBeLessThan(40e6);
  });
});

describe('the embedded LoRA', () => {
  const file = 'models/loras/cyanotype.safetensors';

  it('[G25] is fully compatible with the embedded model, and small', async () => {
    const { isCompatible, matched, unmatched } = await checkLoraCompatibility(FOLDER, file);
    expect({ isCompatible, unmatched }).toEqual({ isCompatible: true, unmatched: [] });
    expect(matched.length).toBeGreaterThan(20);
    expect(statSync(file).size).toBeLessThan(1e6);
  });
});
