import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { LocalLoraCatalog } from './local-lora-catalog.js';
import { LoraCompatibilityChecker } from './lora-compatibility-checker.js';

const folder = mkdtempSync(join(tmpdir(), 'visionary-loras-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('LocalLoraCatalog', () => {
  it('[G25] ignores a file when it is hidden or its name is too long', async () => {
    for (const id of ['ink', '._ink', '.', 'x'.repeat(101)]) writeFileSync(join(folder, `${id}.safetensors`), '');
    const catalog = new LocalLoraCatalog(folder, new LoraCompatibilityChecker());
    expect((await catalog.list()).map(({ id }) => id)).toEqual(['ink']);
  });

  it('[G112] reads from the card for which settings a LoRA was trained', async () => {
    const cards = mkdtempSync(join(tmpdir(), 'visionary-loras-'));
    try {
      const recommended = { steps: 4, guidance: 1, scheduler: 'ddim' };
      for (const [id, card] of Object.entries({ few: { recommended }, zero: { recommended: { steps: 0 } } })) {
        writeFileSync(join(cards, `${id}.safetensors`), '');
        writeFileSync(join(cards, `${id}.json`), JSON.stringify(card));
      }
      const loras = await new LocalLoraCatalog(cards, new LoraCompatibilityChecker()).list();
      expect(loras.map(({ id, recommended: read }) => [id, read])).toEqual([
        ['few', recommended],
        ['zero', undefined],
      ]);
    } finally {
      rmSync(cards, { recursive: true });
    }
  });

  it('[B291] has the image that a card names, and what the header tells', async () => {
    const shipped = join(folder, 'shipped');
    mkdirSync(shipped);
    copyFileSync('models/loras/cyanotype.safetensors', join(shipped, 'ink.safetensors'));
    writeFileSync(join(shipped, 'broken.safetensors'), 'not a header');
    writeFileSync(join(shipped, 'ink.json'), JSON.stringify({ title: 'Ink', pictures: { title: 'ink.webp' } }));
    writeFileSync(join(shipped, 'ink.webp'), 'image');
    const catalog = new LocalLoraCatalog(shipped, new LoraCompatibilityChecker());
    const [broken, ink] = await catalog.list();
    expect(broken).not.toHaveProperty('pictures');
    expect(ink).toMatchObject({ title: 'Ink', pictures: { title: { file: 'ink.webp', bytes: 5 } } });
    expect(await catalog.metadata(broken!)).toBeNull();
    expect(await catalog.metadata(ink!)).toMatchObject({
      ...{ kind: 'lora', base: 'other', rank: 8 },
      metadata: { baseModel: 'visionary-mini', steps: '600' },
    });
  });
});
