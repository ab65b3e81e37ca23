import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { FolderLoraCatalogue } from './folder-lora-catalogue.js';
import { LoraFits } from './lora-fits.js';

const folder = mkdtempSync(join(tmpdir(), 'visionary-loras-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the LoRAs there are', () => {
  it('[G25] are those that can be asked for: hidden files and endless names are none', async () => {
    for (const id of ['ink', '._ink', '.', 'x'.repeat(101)]) writeFileSync(join(folder, `${id}.safetensors`), '');
    const catalogue = new FolderLoraCatalogue(folder, new LoraFits());
    expect((await catalogue.list()).map(({ id }) => id)).toEqual(['ink']);
  });
});
