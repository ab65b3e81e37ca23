import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { vectorPath } from '../golden/vectors.js';
import { openUser, type User, waitUntil } from '../support/browser.js';
import { TINY_MODELS } from '../support/jam.js';
import { connect } from '../support/live-client.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { accessibilityViolations } from '../support/page-checks.js';
import { RoomPage, shownSha256 } from '../support/room-page.js';
import { createRoom } from '../support/rooms.js';

describe('images imported into a room', () => {
  let app: RunningApp;
  let mira: User;
  let bo: User;
  let atMira: RoomPage;
  let atBo: RoomPage;
  let roomId: string;

  beforeAll(async () => {
    app = await bootApp({ ...RENDERING, modelsDir: TINY_MODELS });
    // An image from another program names a model by an unknown hash.
    [mira, bo] = [await openUser(app.url, 'Mira', { refused: [404] }), await openUser(app.url, 'Bo')];
    const [one, two] = [await createRoom(mira, { name: 'One' }), await createRoom(bo, { name: 'Two' })];
    roomId = one.id;
    [atMira, atBo] = [new RoomPage(mira.page), new RoomPage(bo.page)];
    await Promise.all([atMira.enter(one.id), atBo.enter(two.id)]);
  });

  const drop = (page: Page, name: string, type: string, bytes: Buffer) =>
    page.locator('html').evaluate(
      (html, { name, type, base64 }) => {
        const { DataTransfer, DragEvent, File, atob } = html.ownerDocument.defaultView;
        const dataTransfer = new DataTransfer();
        const bytes = Uint8Array.from(atob(base64) as string, (letter) => letter.charCodeAt(0));
        dataTransfer.items.add(new File([bytes], name, { type }));
        const options = { dataTransfer, bubbles: true, cancelable: true };
        html.dispatchEvent(new DragEvent('dragover', options));
        html.dispatchEvent(new DragEvent('drop', options));
      },
      { name, type, base64: bytes.toString('base64') },
    );
  const slider = ({ page }: RoomPage, name: string, value: string) =>
    page
      .getByRole('slider', { name })
      .and(page.locator(`[value="${value}"]`))
      .waitFor();

  it('[B20] the settings of a downloaded image are imported into another room, and undo reverts them', async () => {
    await atMira.writePrompt('a red fox, (snow:1.2)');
    await atMira.writeNegative('blur');
    await atMira.set('Steps', 7);
    await atMira.set('Guidance', 3.5);
    await atMira.choose('Sampler', 'DPM++ 2M SDE Karras');
    await atMira.setSeed(4_294_967_295);
    await atMira.renderButton.click();
    await atMira.image(1).waitFor();
    await mira.page.getByRole('button', { name: 'Open full size' }).click();
    const coming = mira.page.waitForEvent('download');
    await mira.page.getByRole('link', { name: 'Download PNG' }).click();
    const png = await readFile(await (await coming).path());
    await mira.page.keyboard.press('Escape');
    await atBo.writePrompt('something else');
    await drop(bo.page, 'fox.png', 'image/png', png);
    const importDialog = bo.page.getByRole('dialog', { name: 'Import settings from this image?' });
    await importDialog.getByText('4294967295').waitFor();
    expect(await importDialog.getByText('Not imported').count()).toBe(0);
    await importDialog.getByRole('button', { name: 'Import settings' }).click();
    await atBo.waitForPrompt('a red fox, (snow:1.2)');
    await slider(atBo, 'Steps', '7');
    await slider(atBo, 'Guidance', '3.5');
    expect(await bo.page.getByRole('combobox', { name: 'Sampler' }).inputValue()).toBe('dpmpp_2m_sde_karras');
    expect(await bo.page.getByRole('textbox', { name: 'Seed' }).inputValue()).toBe('4294967295');
    await atBo.renderButton.click();
    await atBo.image(1).waitFor();
    expect(await shownSha256(bo.page, atBo.image(1))).toBe(await shownSha256(mira.page, atMira.image(1)));
    await bo.page.getByRole('button', { name: 'Undo' }).click();
    await atBo.waitForPrompt('something else');
  });

  it('[B20] an import reports missing models, and files that are not images', async () => {
    await drop(mira.page, 'notes.txt', 'text/plain', Buffer.from('no picture'));
    await mira.page.getByText('“notes.txt” isn’t an image. Use a PNG, JPEG, or WebP file.').waitFor();
    const choosing = mira.page.waitForEvent('filechooser');
    await mira.page.getByRole('button', { name: 'Import settings from an image…' }).click();
    await (await choosing).setFiles(vectorPath('png/latin1_tEXt.png'));
    const importDialog = mira.page.getByRole('dialog', { name: 'Import settings from this image?' });
    await importDialog
      .getByRole('region', { name: 'Not imported' })
      .getByText(/^Model /)
      .waitFor();
    expect(await accessibilityViolations(mira.page)).toEqual([]);
    await mira.page.keyboard.press('Escape');
    await importDialog.waitFor({ state: 'hidden' });
  });

  it('[B21] a take becomes the init image of the next one with a denoising strength', async () => {
    await mira.page.getByRole('button', { name: 'Open full size' }).click();
    await mira.page.getByRole('button', { name: 'Use as init image' }).click();
    await mira.page.getByRole('img', { name: 'Init image' }).waitFor();
    await mira.page.getByRole('textbox', { name: 'Strength, exact value' }).fill('0.3');
    await mira.page.getByRole('textbox', { name: 'Strength, exact value' }).press('Enter');
    await slider(atMira, 'Denoising strength', '0.3');
    await atMira.set('Steps', 20);
    await atMira.renderButton.click();
    await atMira.image(2).waitFor();
    await mira.page.getByRole('button', { name: 'Open full size' }).click();
    const facts = mira.page.getByRole('dialog', { name: 'Take 2' });
    await facts.getByText('0.3', { exact: true }).waitFor();
    await mira.page.keyboard.press('Escape');
  });

  it('[B239] an image of a take is chosen as init image in the settings', async () => {
    const init = mira.page.getByRole('img', { name: 'Init image' });
    const before = await init.getAttribute('src');
    await mira.page.getByRole('button', { name: 'Use an image of a take' }).click();
    const dialog = mira.page.getByRole('dialog', { name: 'Choose init image' });
    expect(await accessibilityViolations(mira.page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Image 1 of take 2: a red fox' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const chosen = await init.getAttribute('src');
    expect(chosen).not.toBe(before);
    await mira.page.getByRole('button', { name: 'Undo' }).first().click();
    expect(await init.getAttribute('src')).toBe(before);
  });

  it('[B21] an uploaded init image is shown to everyone in the room', async () => {
    const live = await connect(app.url, bo.client.cookieHeader);
    const jpeg = await sharp({ create: { width: 96, height: 48, channels: 3, background: '#c23a1e' } })
      .jpeg()
      .toBuffer();
    await drop(mira.page, 'red.jpg', 'image/jpeg', jpeg);
    const importDialog = mira.page.getByRole('dialog', { name: 'Use as init image?' });
    await importDialog.getByText('This image has no generation data.').waitFor();
    await importDialog.getByRole('button', { name: 'Use as init image' }).click();
    const shown = mira.page.getByRole('img', { name: 'Init image' });
    await waitUntil(
      'the room has it',
      () => shown.getAttribute('src'),
      (src) => src?.includes('/uploads/') ?? false,
    );
    const answer = await bo.page.request.get(String(await shown.getAttribute('src')));
    expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'image/png']);
    live.close();
  });

  it('[B22] [B237] [B298] a mask is painted by pointer and by keyboard, and applies to the take', async () => {
    await mira.page.getByRole('button', { name: 'Paint mask' }).click();
    const dialog = mira.page.getByRole('dialog', { name: 'Paint mask' });
    const surface = dialog.getByRole('application', { name: 'Mask canvas' });
    await surface.waitFor();
    const box = await surface.boundingBox();
    if (!box) throw new Error('nothing to paint on');
    await mira.page.mouse.move(box.x + 20, box.y + 20);
    await mira.page.mouse.down();
    await mira.page.mouse.move(box.x + 80, box.y + 40, { steps: 5 });
    await mira.page.mouse.up();
    await surface.focus();
    for (let times = 0; times < 4; times++) await mira.page.keyboard.press('Shift+ArrowRight');
    await dialog.getByRole('button', { name: 'Undo' }).click();
    await dialog.getByText('This area is small: paint more, or little will change.').waitFor();
    expect(await accessibilityViolations(mira.page)).toEqual([]);
    // Neither undoes the init image nor renders behind the dialog.
    await mira.page.keyboard.press('Control+z');
    await mira.page.keyboard.press('Control+Enter');
    await dialog.getByRole('button', { name: 'Use mask' }).click();
    await mira.page.getByText('Only the masked area is repainted.').waitFor();
    await atMira.renderButton.click();
    await atMira.image(3).waitFor();
    await mira.page.getByRole('button', { name: 'Open full size' }).click();
    const facts = mira.page.getByRole('dialog', { name: 'Take 3' });
    for (const name of ['Init image', 'Mask']) await facts.getByRole('img', { name, exact: true }).waitFor();
    await facts.getByText(/^\d+% of the image is repainted$/).waitFor();
    await mira.page.keyboard.press('Escape');
    const live = await connect(app.url, mira.client.cookieHeader);
    const { state } = await live.do('rooms.open', { roomId });
    live.close();
    const mask = state.kind === 'fresh' ? state.takes[0]?.settings.init?.mask : undefined;
    const answer = await mira.page.request.get(`/api/rooms/${roomId}/uploads/${mask?.uploadId}`);
    const { channels } = await sharp(await answer.body())
      .removeAlpha()
      .stats();
    expect([channels[0]?.min, channels[0]?.max]).toEqual([0, 255]);
    await mira.page.getByRole('button', { name: 'Remove init image' }).click();
    await mira.page.getByText('None. Choose, drop, or paste an image.').waitFor();
  });
});
