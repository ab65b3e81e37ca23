import { beforeAll, describe, expect, it } from '@jest/globals';
import { openUser, openVisitor, waitForCount, type BrowserUser } from '../support/browser.js';
import { TINY_MODELS } from '../support/jam.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { PASSWORD } from '../support/users.js';
import { RoomPage } from '../support/room-page.js';
import { createRoom } from '../support/rooms.js';

describe('first steps of a newcomer', () => {
  let app: RunningApp;
  let mira: BrowserUser;
  let link: string;

  beforeAll(async () => {
    app = await bootApp({ ...RENDERING, modelsDir: TINY_MODELS });
    await openUser(app.url, 'Ann');
    mira = await openVisitor(app.url, { refused: [409], hasMotion: true });
  });

  const fillIn = async ({ page }: BrowserUser, name: string, password: string) => {
    await page.getByRole('textbox', { name: 'Username' }).fill(name);
    await page.getByRole('textbox', { name: 'Password' }).fill(password);
    await page.getByRole('button', { name: 'Create account' }).click();
  };

  it('[B5] sign-up names what is missing at its field', async () => {
    const { page } = mira;
    await page.goto('/');
    await page.getByRole('banner').getByRole('link', { name: 'Create account' }).click();
    await page.getByText('No email needed.').waitFor();
    await fillIn(mira, '', '');
    await page.getByText('Enter your username.').waitFor();
    await page.getByText('Enter your password.').waitFor();
    await fillIn(mira, 'M', 'short');
    await page.getByText('Use at least 2 characters.').waitFor();
    await page.getByText('Use at least 8 characters.').waitFor();
    await fillIn(mira, 'ANN', PASSWORD);
    await page.getByText('This name is taken or too similar to another. Choose a different one.').waitFor();
  });

  it('[B5] sign-up opens a private room that renders an example', async () => {
    const { page } = mira;
    const room = new RoomPage(page);
    await fillIn(mira, 'Mira', PASSWORD);
    await page.getByRole('button', { name: 'Mira’s account' }).waitFor();
    await page.getByRole('heading', { name: 'Mira’s room', level: 1 }).waitFor();
    await room.image(1).waitFor();
    // Its steps play once more.
    await page.getByRole('button', { name: 'Show the image' }).waitFor();
    expect(await room.text()).not.toBe('');
    expect(await room.prompt.getAttribute('contenteditable')).toBe('true');
    await page.getByText('Invite only • 1 person here').waitFor();
  });

  it('[B264] four hints explain the first visit, one at a time and beside the image, and never return', async () => {
    const { page } = mira;
    const hints = page.getByRole('region', { name: 'First steps' });
    const overlap = async () => {
      const [hint, image] = await Promise.all([hints.boundingBox(), new RoomPage(page).canvas.boundingBox()]);
      if (!hint || !image) throw new Error('not shown');
      return hint.x < image.x + image.width && hint.x + hint.width > image.x && hint.y < image.y + image.height;
    };
    for (const [n, title] of ['Change the prompt', 'Render', 'Steer', 'Invite someone'].entries()) {
      await hints.getByText(title, { exact: true }).waitFor();
      await hints.getByText(`${n + 1} of 4`).waitFor();
      expect(await overlap()).toBe(false);
      if (n === 2) await page.reload();
      if (n < 3) await hints.getByRole('button', { name: 'Next' }).press('Enter');
    }
    const isSaved = page.waitForResponse((reply) => reply.request().method() === 'PATCH');
    await hints.getByRole('button', { name: 'Done' }).press('Enter');
    await waitForCount(hints, 0);
    expect((await isSaved).status()).toBe(200);
    await page.reload();
    await new RoomPage(page).renderButton.waitFor();
    expect(await hints.count()).toBe(0);
  });

  it('[B264] on a phone, hints give way once their user has done what they explain, and name no keys', async () => {
    const dora = await openVisitor(app.url, { width: 360, height: 740, touch: true });
    const { page } = dora;
    const room = new RoomPage(page);
    await page.goto('/sign-up');
    await fillIn(dora, 'Dora', PASSWORD);
    await room.image(1).waitFor();
    const hints = page.getByRole('region', { name: 'First steps' });
    await hints.getByText('Change the prompt', { exact: true }).waitFor();
    await room.writePrompt('a fox in the snow');
    await hints.getByText('Render', { exact: true }).waitFor();
    expect(await hints.innerText()).not.toMatch(/Ctrl|Enter/);
    await room.renderButton.tap();
    await hints.getByText('Steer', { exact: true }).waitFor();
    await room.image(2).waitFor();
    await room.canvas.getByRole('button', { name: 'Open take 2 in full size' }).tap();
    await page.getByRole('dialog', { name: 'Take 2' }).waitFor();
    await page.keyboard.press('Escape');
    await hints.getByRole('button', { name: 'Next' }).tap();
    const field = page.locator('.cm-content').first();
    const before = await field.boundingBox();
    await hints.getByRole('button', { name: 'Done' }).tap();
    await waitForCount(hints, 0);
    expect(await field.boundingBox()).toEqual(before);
    await dora.context.close();
  });

  it('[B265] owners rename a room in place', async () => {
    const { page } = mira;
    await page.getByRole('button', { name: 'Mira’s room' }).click();
    const field = page.getByRole('textbox', { name: 'Name', exact: true });
    await field.fill('Not this one');
    await field.press('Escape');
    await page.getByRole('button', { name: 'Mira’s room' }).click();
    await field.fill('First light');
    await field.press('Enter');
    await page.getByRole('heading', { name: 'First light', level: 1 }).waitFor();
  });

  it('[B5] [B254] a user gets the same from the empty feed, below a room to watch, with one click', async () => {
    const cleo = await openUser(app.url, 'Cleo', { language: 'zh' });
    await cleo.page.goto('/');
    const hero = cleo.page.getByRole('region', { name: '正在进行' });
    await hero.getByRole('link', { name: '生成你的第一张图' }).click();
    await cleo.page.getByRole('heading', { name: 'Cleo的画室', level: 1 }).waitFor();
    await cleo.page.getByRole('img', { name: /^第 1 稿/ }).waitFor();
    await cleo.context.close();
  });

  it('[B6] a new public room is listed in every lobby', async () => {
    const { page } = mira;
    await page.goto('/rooms');
    await page.getByRole('button', { name: 'New room' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'New room' });
    await dialog.getByRole('button', { name: 'Create room' }).click();
    await dialog.getByText('Enter a room name.').waitFor();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Night sketches');
    await dialog.getByRole('button', { name: 'Create room' }).click();
    await page.getByRole('heading', { name: 'Night sketches', level: 1 }).waitFor();
    const visitor = await openVisitor(app.url);
    await visitor.page.goto('/rooms');
    await visitor.page.getByRole('link', { name: 'Night sketches' }).click();
    await visitor.page.getByRole('heading', { name: 'Night sketches', level: 1 }).waitFor();
    await visitor.context.close();
  });

  it('[B6] a private room opens by its invite only', async () => {
    const { page } = mira;
    await page.goto('/rooms');
    await page.getByRole('button', { name: 'New room' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'New room' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Quiet studio');
    await dialog.getByText('Invite only', { exact: true }).click();
    await dialog.getByRole('button', { name: 'Create room' }).click();
    await page.getByRole('heading', { name: 'Quiet studio', level: 1 }).waitFor();
    const address = page.url();
    await page.getByRole('button', { name: 'Invite' }).click();
    const invite = page.getByRole('dialog', { name: 'Invite people to Quiet studio' });
    // One press: the link is there.
    await invite.getByText('Copy link').waitFor();
    link = await invite.getByRole('textbox', { name: 'Link' }).inputValue();
    const outsider = await openVisitor(app.url);
    await outsider.page.goto(address);
    await outsider.page.getByText('Couldn’t open this room.').waitFor();
    expect(await outsider.page.getByText('Quiet studio').count()).toBe(0);
    await outsider.context.close();
  });

  it('[B6] an invite leads through sign-up into the room', async () => {
    const bo = await openVisitor(app.url);
    await bo.page.goto(link);
    await bo.page.getByText('Mira invited you to join').waitFor();
    await bo.page.getByRole('main').getByRole('link', { name: 'Create account' }).click();
    await fillIn(bo, 'Bo', PASSWORD);
    // Who signs up from an invitation has decided to join.
    await bo.page.getByRole('heading', { name: 'Quiet studio', level: 1 }).waitFor();
    await bo.page.getByRole('button', { name: 'Render' }).waitFor();
    await bo.context.close();
  });

  it('[B293] the guide opens in the app, in both languages, and its pages link to each other', async () => {
    const { page, context } = await openVisitor(app.url);
    await page.goto('/');
    await page.getByRole('banner').getByRole('link', { name: 'Help' }).click();
    await page.getByRole('link', { name: 'Prompts and settings' }).click();
    await page.getByRole('heading', { name: 'Prompts and settings', level: 1 }).waitFor();
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('heading', { name: '提示词与参数', level: 1 }).waitFor();
    await page.getByRole('main').getByRole('link', { name: '帮助' }).click();
    for (const link of await page.getByRole('main').getByRole('link').all()) {
      const guide = await context.newPage();
      await guide.goto((await link.getAttribute('href')) ?? '');
      await guide.getByRole('heading', { level: 1 }).waitFor();
      await guide.close();
    }
    const ann = await openUser(app.url, 'Reads the guide');
    await ann.page.goto('/rooms');
    await ann.page.getByRole('banner').getByRole('link', { name: 'Help' }).click();
    await ann.page.getByRole('heading', { name: 'User guide', level: 1 }).waitFor();
    await ann.context.close();
    await page.goto('/help/no-such-page');
    await page.getByRole('heading', { name: '页面不存在。' }).waitFor();
    await context.close();
  });

  it('[B7] a visitor can read a room and write nowhere', async () => {
    const ann = await openUser(app.url, 'Anna Lena');
    const { id } = await createRoom(ann, { name: 'Open studio' });
    const { body } = await ann.client.post<{ path: string }>(`/api/rooms/${id}/invitations`);
    const visitor = await openVisitor(app.url);
    const room = new RoomPage(visitor.page);
    await visitor.page.goto(body.path);
    await visitor.page.getByRole('link', { name: 'Look in first' }).click();
    await visitor.page.getByText('You’re viewing as a visitor.').first().waitFor();
    expect(await room.prompt.getAttribute('aria-readonly')).toBe('true');
    expect(await room.prompt.getAttribute('contenteditable')).toBe('false');
    expect(await room.renderButton.count()).toBe(0);
    expect(await visitor.page.getByRole('textbox', { name: 'Message' }).count()).toBe(0);
    expect(await visitor.page.getByRole('slider', { name: 'Steps', exact: true }).isDisabled()).toBe(true);
    await Promise.all([visitor, ann].map(({ context }) => context.close()));
  });

  it('[B5] the client shows the view of a visitor after signing out', async () => {
    const { page } = mira;
    await page.goto('/rooms');
    await page.getByRole('button', { name: 'Mira’s account' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You’re viewing as a visitor.').waitFor();
    await page.reload();
    await page.getByText('You’re viewing as a visitor.').waitFor();
    expect(await page.getByText('Quiet studio').count()).toBe(0);
  });
});
