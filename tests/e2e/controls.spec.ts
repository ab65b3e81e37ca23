import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { CONTROLNET_FILE, modelsWithAdditions } from '../support/additions.js';
import { openUser, type User } from '../support/browser.js';
import { bootApp, RENDERING } from '../support/app.js';
import { accessibilityViolations } from '../support/page-checks.js';
import { RoomPage, shownSha256 } from '../support/room-page.js';
import { createRoom } from '../support/rooms.js';
import { solidPng } from '../support/test-images.js';

/** One byte more than an upload may have. */
const TOO_LARGE = 16 * 1024 * 1024 + 1;

describe('ControlNet and hires fix in a room', () => {
  let mira: User;
  let atMira: RoomPage;

  beforeAll(async () => {
    const modelsDir = await modelsWithAdditions();
    await cp(CONTROLNET_FILE, join(modelsDir, 'controlnet', 'edges.safetensors'));
    const app = await bootApp({ ...RENDERING, modelsDir });
    // Files that are no images are rejected.
    mira = await openUser(app.url, 'Mira', { refused: [415] });
    const { id } = await createRoom(mira, { name: 'Night sketches' });
    atMira = new RoomPage(mira.page);
    await atMira.enter(id);
    await atMira.writePrompt('a red fox');
    await atMira.setSeed(7);
  });

  const button = (name: string | RegExp) => mira.page.getByRole('button', { name, exact: typeof name === 'string' });
  const section = (title: string) => mira.page.locator('summary', { hasText: title });
  const cards = () => mira.page.getByRole('img', { name: 'Image of a ControlNet' });
  const openTake = async (number: number): Promise<Locator> => {
    await button('Open full size').click();
    return mira.page.getByRole('dialog', { name: `Take ${number}`, exact: true });
  };
  const render = async (number: number): Promise<string> => {
    await atMira.renderButton.click();
    await atMira.image(number).waitFor();
    return shownSha256(mira.page, atMira.image(number));
  };
  const addFile = async (name: string, mimeType: string, buffer: Buffer) => {
    const choosing = mira.page.waitForEvent('filechooser');
    await button('Add an image…').click();
    await (await choosing).setFiles({ name, mimeType, buffer });
  };
  const set = async (name: string, value: string) => {
    const field = mira.page.getByRole('textbox', { name: `${name}, exact value` });
    await field.fill(value);
    await field.press('Enter');
  };

  it('[B226] [B237] take follows an image that was added to a ControlNet, says so, and is repeated byte for byte', async () => {
    const plain = await render(1);
    await section('ControlNet').click();
    await addFile('lines.png', 'image/png', await solidPng(64, 64, '#fff'));
    await cards().waitFor();
    expect(await mira.page.getByRole('combobox', { name: 'ControlNet' }).inputValue()).toBe('edges');
    await set('Weight', '1.5');
    await set('End', '0.8');
    expect(await accessibilityViolations(mira.page)).toEqual([]);
    const controlled = await render(2);
    expect(controlled).not.toBe(plain);
    const take = await openTake(2);
    await take.getByText('edges × 1.5, 0–0.8', { exact: true }).waitFor();
    const followed = take.getByRole('link', { name: 'Image that the ControlNet follows' });
    const opened = await mira.page.request.get(String(await followed.getAttribute('href')));
    expect(opened.headers()['content-type']).toMatch(/^image\//);
    expect(await accessibilityViolations(mira.page)).toEqual([]);
    await take.getByRole('button', { name: 'Render again' }).click();
    await atMira.image(3).waitFor();
    expect(await shownSha256(mira.page, atMira.image(3))).toBe(controlled);
  });

  it('[B226] file that is no image or too large is rejected with the reason, and nothing is lost', async () => {
    await addFile('notes.png', 'image/png', Buffer.from('no picture'));
    await mira.page.getByText('Couldn’t read this image. Use a PNG, JPEG, or WebP file.').waitFor();
    await addFile('huge.png', 'image/png', Buffer.alloc(TOO_LARGE));
    await mira.page.getByText('This is too large: at most 16 MB.').waitFor();
    expect(await cards().count()).toBe(1);
    expect(await mira.page.getByRole('textbox', { name: 'Weight, exact value' }).inputValue()).toBe('1.50');
    expect(await button('Add an image…').isEnabled()).toBe(true);
  });

  it('[B227] images of takes are chosen on the card, in the settings, and on a take', async () => {
    const before = await cards().getAttribute('src');
    await button('Choose an image of a take for edges').click();
    const dialog = mira.page.getByRole('dialog', { name: 'Choose an image for ControlNet' });
    expect(await accessibilityViolations(mira.page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Image 1 of take 1: a red fox' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await cards().getAttribute('src')).not.toBe(before);
    await button('From a take…').click();
    await dialog.getByRole('button', { name: 'Image 1 of take 2: a red fox' }).click();
    await cards().nth(1).waitFor();
    await (await openTake(3)).getByRole('button', { name: 'Use for ControlNet' }).click();
    await mira.page.getByText('The next take follows this image with edges.').waitFor();
    await cards().nth(2).waitFor();
    await (await openTake(3)).getByRole('button', { name: 'Use for ControlNet' }).click();
    await mira.page.getByText('At most 3 ControlNets work together.').waitFor();
    const controlled = await render(4);
    await (await openTake(4)).getByRole('button', { name: 'Render again' }).click();
    await atMira.image(5).waitFor();
    expect(await shownSha256(mira.page, atMira.image(5))).toBe(controlled);
    for (let left = 3; left > 0; left--) await button('Remove edges').first().click();
    expect(await cards().count()).toBe(0);
  });

  it('[B228] hires fix renders the size that it says, shows it in the take, and is repeated byte for byte', async () => {
    await section('Hires fix').click();
    const upscaler = mira.page.getByRole('combobox', { name: 'Upscaler' });
    await upscaler.selectOption({ label: 'sharp' });
    await set('Upscale by', '1.5');
    await mira.page.getByText('Gives 96 × 96.').waitFor();
    await set('Hires steps', '2');
    await set('Denoising strength', '0.5');
    expect(await accessibilityViolations(mira.page)).toEqual([]);
    const enlarged = await render(6);
    const size = await atMira.image(6).evaluate((one) => (one as unknown as { naturalWidth: number }).naturalWidth);
    expect(size).toBe(96);
    const take = await openTake(6);
    await take.getByText('sharp ×1.5, 2 steps, strength 0.5', { exact: true }).waitFor();
    await take.getByRole('button', { name: 'Render again' }).click();
    await atMira.image(7).waitFor();
    expect(await shownSha256(mira.page, atMira.image(7))).toBe(enlarged);
  });

  it('[B225] problem of hires fix stands under Render, which is disabled until it is solved', async () => {
    await (await openTake(7)).getByRole('button', { name: 'Use as init image' }).click();
    const line = mira.page.locator('#render-line');
    await line.getByText('Hires fix starts from noise.').waitFor();
    expect(await atMira.renderButton.getAttribute('aria-disabled')).toBe('true');
    await button('Remove init image').click();
    await set('Upscale by', '4');
    await line.getByText('Hires fix is too large for this model.').waitFor();
    await mira.page.getByRole('combobox', { name: 'Upscaler' }).selectOption({ label: 'None' });
    await line.getByText('Starts immediately').waitFor();
    expect(await atMira.renderButton.getAttribute('aria-disabled')).toBeNull();
  });
});
