import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { TINY_SD } from '../golden/vectors.js';
import { openUser, type User, waitUntil } from '../support/browser.js';
import { bootApp, RENDERING } from '../support/app.js';
import { accessibilityViolations } from '../support/page-checks.js';
import { RoomPage } from '../support/room-page.js';
import { createRoom } from '../support/rooms.js';
import { freshFolder } from '../support/services.js';

const CARDS = {
  first: { steps: 12, guidance: 5, scheduler: 'ddim', width: 64, height: 64 },
  second: { steps: 30, guidance: 3, scheduler: 'euler', width: 64, height: 64 },
};

async function overlap(...locators: [Locator, Locator]): Promise<boolean> {
  const [a, b] = await Promise.all(locators.map((locator) => locator.boundingBox()));
  if (!a || !b) throw new Error('not shown');
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** What the second model knows. The first came without a vocabulary. */
const VOCABULARY = {
  groups: [
    {
      kind: 'thing',
      name: { en: 'At sea', zh: '海上' },
      entries: [
        { en: ['sailboat', 'yacht'], zh: ['帆船'] },
        { en: ['whale'], zh: ['鲸鱼'] },
      ],
    },
    { kind: 'place', name: { en: 'Places', zh: '场景' }, entries: [{ en: ['snow'], zh: ['雪地'] }] },
  ],
  near: [{ words: ['trawler', '渔船'], entries: [0] }],
};

describe('choosing another model', () => {
  let mira: User;
  let room: RoomPage;
  beforeAll(async () => {
    const models = freshFolder();
    for (const [name, recommended] of Object.entries(CARDS)) {
      cpSync(TINY_SD, join(models, name), { recursive: true });
      writeFileSync(join(models, name, 'visionary.json'), JSON.stringify({ recommended }));
    }
    writeFileSync(join(models, 'second', 'vocabulary.json'), JSON.stringify(VOCABULARY));
    const app = await bootApp({ ...RENDERING, modelsDir: models });
    mira = await openUser(app.url, 'Mira');
    room = new RoomPage(mira.page);
    await room.enter((await createRoom(mira, { name: 'Night sketches' })).id);
  });

  async function choose(model: string): Promise<void> {
    await mira.page.getByRole('button', { name: /^Model: / }).click();
    await mira.page.getByRole('option', { name: new RegExp(`^${model}`) }).click();
    await mira.page.getByRole('button', { name: new RegExp(`^Model: ${model}`) }).waitFor();
  }
  const valueOf = (setting: string) => mira.page.getByRole('textbox', { name: `${setting}, exact value` }).inputValue();
  const samplerOf = () => mira.page.getByRole('combobox', { name: 'Sampler' }).inputValue();

  it('[J13] keeps what someone chose, says what changed, and offers undo and the recommendation', async () => {
    await mira.page.getByRole('button', { name: /^Model: first/ }).waitFor();
    await room.set('Guidance', 9);
    await choose('second');
    const changed = mira.page.getByText('Changed with the model: steps 12 → 30, sampler DDIM → Euler.');
    await changed.waitFor();
    await mira.page.getByText('Kept as set here: guidance 9 (recommended: 3).').waitFor();
    expect([await valueOf('Steps'), await valueOf('Guidance'), await samplerOf()]).toEqual(['30', '9.0', 'euler']);
    expect(await accessibilityViolations(mira.page)).toEqual([]);
    await mira.page.getByRole('button', { name: 'Undo', exact: true }).click();
    await mira.page.getByRole('button', { name: /^Model: first/ }).waitFor();
    expect([await valueOf('Steps'), await valueOf('Guidance'), await samplerOf()]).toEqual(['12', '9.0', 'ddim']);
    expect(await changed.count()).toBe(0);
    await choose('second');
    await mira.page.getByRole('button', { name: 'Use recommended settings' }).click();
    expect([await valueOf('Steps'), await valueOf('Guidance')]).toEqual(['30', '3.0']);
    expect(await changed.count()).toBe(0);
  });

  it('[B290] [B296] underlines unknown words, and the palette writes words that the model knows, uncovered by toasts', async () => {
    const { page } = mira;
    const underlined = page.locator('.unknown-word');
    await room.prompt.click();
    await page.keyboard.type('a trawler in the snow');
    await underlined.filter({ hasText: /^trawler$/ }).waitFor();
    expect(await underlined.allTextContents()).toEqual(['trawler']);
    await page.keyboard.press('Control+Home');
    for (let at = 0; at < 4; at++) await page.keyboard.press('ArrowRight');
    const hint = page.getByRole('group', { name: 'second doesn’t know “trawler”.' });
    await hint.waitFor();
    // Below the field: it covers neither the text nor what is typed next.
    const [hintBox, fieldBox] = [await hint.boundingBox(), await room.prompt.boundingBox()];
    expect(hintBox!.y).toBeGreaterThanOrEqual(fieldBox!.y + fieldBox!.height);
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await room.waitForPrompt('a sailboat in the snow');
    await page.getByRole('button', { name: 'Palette', exact: true }).click();
    const palette = page.getByRole('region', { name: 'Palette' });
    await palette.getByRole('button', { name: /^In the prompt 2$/ }).waitFor();
    await palette.getByText('Other names for a word show up here.').waitFor();
    const kinds = palette.getByRole('navigation', { name: 'Kinds' }).locator('button span');
    expect(await kinds.evaluateAll((parts) => parts.filter((part) => part.scrollWidth > part.clientWidth))).toEqual([]);
    await palette.getByRole('searchbox').fill('鲸');
    await palette.getByRole('button', { name: 'Add whale' }).click();
    await room.waitForPrompt('a sailboat in the snow, whale');
    expect(await accessibilityViolations(page)).toEqual([]);
    await palette.getByRole('button', { name: 'Remove whale from the prompt' }).click();
    await room.waitForPrompt('a sailboat in the snow');
    await palette.getByRole('button', { name: 'Close palette' }).click();
    await palette.waitFor({ state: 'detached' });
    await room.prompt.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(', zorblax');
    await page.getByRole('group', { name: 'second doesn’t know “zorblax”.' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await palette.waitFor();
    await page
      .locator('.from-image input')
      .setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no image') });
    const toast = page.locator('.toast', { hasText: '“notes.txt” isn’t an image' });
    const size = page.viewportSize()!;
    for (const width of [size.width, 1024, 360]) {
      await page.setViewportSize({ ...size, width });
      await toast.waitFor();
      await waitUntil(
        'the toast is beside the palette',
        () => overlap(toast, palette),
        (is) => !is,
      );
    }
    await page.setViewportSize(size);
    await choose('first');
    await palette.getByText('first came without a vocabulary').waitFor();
    await page.keyboard.press('Escape');
    await palette.getByRole('button', { name: 'Close palette' }).click();
    await palette.waitFor({ state: 'detached' });
    expect(await page.getByRole('button', { name: 'Palette', exact: true }).count()).toBe(0);
  });

  it('[B291] a model of this server has a page that says what it knows', async () => {
    const { page } = mira;
    await page.goto('/models');
    await page.getByRole('link', { name: 'second' }).click();
    await page.getByRole('heading', { level: 1, name: 'second' }).waitFor();
    await page.getByText('knows 2 things and 1 place').waitFor();
    await page.getByRole('button', { name: 'sailboat' }).waitFor();
    await page.getByRole('searchbox', { name: 'Search in any language' }).fill('雪');
    await page.getByRole('button', { name: 'snow' }).click();
    await page.getByText('Also 雪地').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.goto('/models/local/first');
    await page.getByRole('heading', { level: 1, name: 'first' }).waitFor();
    expect(await page.getByRole('heading', { name: 'What it knows' }).count()).toBe(0);
    await page.goto('/models/local/none');
    await page.getByRole('heading', { level: 1, name: 'Model not found.' }).waitFor();
  });
});
