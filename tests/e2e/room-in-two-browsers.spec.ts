import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { readPngText } from '../../libs/infotext/index.js';
import { type User, waitUntil } from '../support/browser.js';
import { TINY_MODELS } from '../support/jam.js';
import { connect } from '../support/live-client.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { RoomPage, twoInARoom } from '../support/room-page.js';
import { sendText } from '../support/rooms.js';

describe('a room in two browsers', () => {
  let app: RunningApp;
  let mira: User;
  let bo: User;
  let atMira: RoomPage;
  let atBo: RoomPage;
  let roomId: string;

  beforeAll(async () => {
    app = await bootApp({ ...RENDERING, modelsDir: TINY_MODELS });
    ({ mira, bo, atMira, atBo, roomId } = await twoInARoom(app.url));
  });

  const bothRead = (text: string) =>
    waitUntil(
      `both read "${text}"`,
      () => Promise.all([atMira.text(), atBo.text()]),
      (now) => now.every((t) => t === text),
    );

  it('[B8] undo reverts own edits only', async () => {
    await atMira.prompt.focus();
    await mira.page.keyboard.insertText('a red fox');
    await bothRead('a red fox');
    await atBo.prompt.press('End');
    await bo.page.keyboard.insertText(' in the snow');
    await bothRead('a red fox in the snow');
    for (let times = 0; times < 3; times++) await atMira.prompt.press('Control+z');
    await bothRead(' in the snow');
    await atMira.prompt.press('Control+Shift+Z');
    await bothRead('a red fox in the snow');
  });

  it('[B8] the text cursor of another user is shown in the prompt', async () => {
    await atBo.prompt.press('End');
    await atMira.page.locator('.document-editor.prompt [data-name="Bo"]').waitFor();
    await atMira.page.getByText('Bo is editing this too. Undo only reverts your own changes.').waitFor();
  });

  it('[B9] prompt and settings of a take are copied into the document, for everyone', async () => {
    await atMira.set('Steps', 7);
    await atMira.setSeed(4_294_967_295);
    await atMira.renderButton.click();
    await atBo.image(1).waitFor();
    await atBo.set('Steps', 30);
    await atBo.writePrompt('something else');
    await bothRead('something else');
    await atMira.openTake(1);
    const large = mira.page.getByRole('dialog', { name: 'Take 1' });
    await large.getByRole('button', { name: 'Use prompt and settings' }).click();
    await bothRead('a red fox in the snow');
    await bo.page.getByRole('slider', { name: 'Steps', exact: true }).and(bo.page.locator('[value="7"]')).waitFor();
    await large.waitFor({ state: 'hidden' });
  });

  it('[B10] a downloaded image contains its generation data', async () => {
    await atMira.openTake(1);
    const coming = mira.page.waitForEvent('download');
    await mira.page.getByRole('link', { name: 'Download PNG' }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toMatch(/\.png$/);
    const png = await readFile(await download.path());
    expect(readPngText(png).get('parameters')).toMatch(
      /^a red fox in the snow\n.*Steps: 7, .*Seed: 4294967295, .*Size: 128x128/s,
    );
    await mira.page.keyboard.press('Escape');
    await mira.page.getByRole('dialog', { name: 'Take 1' }).waitFor({ state: 'hidden' });
  });

  it('[B11] typing, messages, and reactions are shown live', async () => {
    const field = bo.page.getByRole('textbox', { name: 'Message' });
    await field.pressSequentially('the tail is lovely');
    await mira.page.getByText('Bo is typing…', { exact: true }).waitFor();
    await field.press('Enter');
    const message = atMira.chat.getByRole('article').filter({ hasText: 'the tail is lovely' });
    await message.hover();
    await message.getByRole('button', { name: 'React with 🔥' }).click();
    await atBo.chat.getByRole('button', { name: /^🔥 ?1 from Mira$/ }).click();
    await atMira.chat.getByRole('button', { name: /^🔥 ?2 from you and Bo$/ }).waitFor();
  });

  it('[B12] a reload restores the room, and scrolling up loads earlier messages', async () => {
    const live = await connect(app.url, bo.client.cookieHeader);
    await live.do('rooms.open', { roomId });
    for (let n = 1; n <= 60; n++) await sendText({ live }, roomId, `line ${n}`);
    live.close();
    await mira.page.reload();
    await atMira.chat.getByText('line 60', { exact: true }).waitFor();
    await atMira.image(1).waitFor();
    await atMira.waitForPrompt('a red fox in the snow');
    expect(await atMira.chat.getByText('the tail is lovely').count()).toBe(0);
    const conversation = mira.page.getByRole('region', { name: 'Messages', exact: true });
    await conversation.hover();
    await waitUntil(
      'what was said first comes',
      async () => {
        await mira.page.mouse.wheel(0, -4_000);
        return atMira.chat.getByText('the tail is lovely').count();
      },
      (count) => count === 1,
    );
    await atMira.chat.getByText('This is the start of the room.').waitFor();
    await atMira.chat.getByRole('button', { name: /^🔥 ?2 from you and Bo$/ }).waitFor();
    await atMira.chat.getByRole('button', { name: 'Jump to latest' }).click();
    await atMira.chat.getByText('line 60', { exact: true }).waitFor();
    expect(await atMira.chat.getByText('line 60', { exact: true }).count()).toBe(1);
  });

  it('[G27] a take pinned by keyboard stands first for everyone and after a reload, and keeps the focus', async () => {
    const first = ({ takes }: RoomPage, number: number) =>
      takes
        .getByRole('listitem')
        .first()
        .filter({ hasText: `Take ${number}.` });
    const choose = async (item: string) => {
      await mira.page.keyboard.press('Enter');
      await mira.page.getByRole('menuitem', { name: item, exact: true }).press('Enter');
    };
    await atMira.renderButton.click();
    await atBo.image(2).waitFor();
    await atMira.takes.getByRole('button', { name: 'More actions for take 1' }).focus();
    await choose('Pin');
    await first(atBo, 1).getByRole('img', { name: 'Pinned' }).waitFor();
    await bo.page.reload();
    await Promise.all([atMira, atBo].map((page) => first(page, 1).waitFor()));
    await choose('Unpin');
    await first(atBo, 2).waitFor();
  });

  it('[B273] an earlier take is put on the canvas with its prompt, stays over a reload, and leaves for the next render', async () => {
    const { page } = mira;
    const made = page.getByRole('region', { name: 'What made this image' });
    await atMira.takes.getByRole('button', { name: /^Take 1\./ }).click();
    await made.getByText('a red fox in the snow', { exact: true }).waitFor();
    await made.getByText(/^Prompt by .*7 steps • Seed 4294967295$/).waitFor();
    expect(new URL(page.url()).searchParams.get('take')).toBe('1');
    await page.reload();
    await atMira.canvas.getByRole('region', { name: 'Take 1', exact: true }).waitFor();
    await made.getByRole('button', { name: 'Back to the newest' }).click();
    await atMira.canvas.getByRole('region', { name: 'Take 2', exact: true }).waitFor();
    expect(new URL(page.url()).search).toBe('');
    await atMira.takes.getByRole('button', { name: /^Take 1\./ }).click();
    await atMira.canvas.getByRole('region', { name: 'Take 1', exact: true }).waitFor();
    await atMira.renderButton.click();
    await atMira.image(3).waitFor();
    await made.getByRole('button').waitFor({ state: 'detached' });
  });
});
