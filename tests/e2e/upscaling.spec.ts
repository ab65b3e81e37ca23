import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { modelsWithAdditions } from '../support/additions.js';
import { openUser, type User } from '../support/browser.js';
import { bootApp, RENDERING } from '../support/app.js';
import { accessibilityViolations } from '../support/page-checks.js';
import { RoomPage, shownSha256 } from '../support/room-page.js';
import { createRoom } from '../support/rooms.js';

describe('upscaling an image in a room', () => {
  let mira: User;
  let atMira: RoomPage;
  let modelsDir: string;
  /** Of the first take. */
  let original: string;

  beforeAll(async () => {
    modelsDir = await modelsWithAdditions();
    const app = await bootApp({ ...RENDERING, modelsDir });
    mira = await openUser(app.url, 'Mira');
    const { id } = await createRoom(mira, { name: 'Night sketches' });
    atMira = new RoomPage(mira.page);
    await atMira.enter(id);
  });

  const openTake = async (number: number): Promise<Locator> => {
    await mira.page.getByRole('button', { name: 'Open full size' }).click();
    return mira.page.getByRole('dialog', { name: `Take ${number}`, exact: true });
  };
  const openUpscale = async (number: number): Promise<Locator> => {
    await (await openTake(number)).getByRole('button', { name: 'Upscale…' }).click();
    return mira.page.getByRole('dialog', { name: `Upscale take ${number}` });
  };
  const naturalWidth = (image: Locator) =>
    image.evaluate((one) => (one as unknown as { naturalWidth: number }).naturalWidth);

  it('[B224] image is upscaled with a chosen upscaler into a new take, which says so and is repeated byte for byte', async () => {
    await atMira.writePrompt('a red fox');
    await atMira.renderButton.click();
    await atMira.image(1).waitFor();
    original = await shownSha256(mira.page, atMira.image(1));
    const dialog = await openUpscale(1);
    await dialog.getByText('Gives 128 × 128.').waitFor();
    expect(await dialog.getByText('no upscaler yet').count()).toBe(0);
    await dialog.getByRole('combobox', { name: 'Upscaler' }).selectOption({ label: 'sharp' });
    await dialog.getByRole('combobox', { name: 'Upscale by' }).selectOption({ label: '3×' });
    await dialog.getByText('Gives 192 × 192.').waitFor();
    expect(await accessibilityViolations(mira.page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Upscale', exact: true }).click();
    await atMira.image(2).waitFor();
    expect(await naturalWidth(atMira.image(2))).toBe(192);
    const sha256 = await shownSha256(mira.page, atMira.image(2));
    const take = await openTake(2);
    await take.getByText('sharp ×3 to 192 × 192', { exact: true }).waitFor();
    await take.getByRole('button', { name: 'Render again' }).click();
    await atMira.image(3).waitFor();
    expect(await shownSha256(mira.page, atMira.image(3))).toBe(sha256);
  });

  it('[B224] settings of an upscaled take render its image, not the upscale', async () => {
    await mira.page.getByRole('button', { name: 'Use prompt and settings' }).click();
    await atMira.renderButton.click();
    await atMira.image(4).waitFor();
    expect(await naturalWidth(atMira.image(4))).toBe(64);
    expect(await shownSha256(mira.page, atMira.image(4))).toBe(original);
  });

  it('[B224] dialog offers Lanczos and says how to add an upscaler model when there is none', async () => {
    await rm(join(modelsDir, 'upscalers', 'sharp.safetensors'));
    await mira.page.reload();
    await atMira.image(4).waitFor();
    const dialog = await openUpscale(4);
    await dialog.getByText('This server has no upscaler yet.').waitFor();
    await dialog.getByRole('button', { name: 'Upscale', exact: true }).click();
    await atMira.image(5).waitFor();
    expect(await naturalWidth(atMira.image(5))).toBe(128);
    await (await openTake(5)).getByText('Lanczos ×2 to 128 × 128', { exact: true }).waitFor();
  });
});
