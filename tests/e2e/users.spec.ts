import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { openUser, openVisitor, type User, waitForCount } from '../support/browser.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { accessibilityViolations, expectClean, LOOKS } from '../support/page-checks.js';
import { PASSWORD } from '../support/users.js';
import { createRoom } from '../support/rooms.js';

/** Left half blue, right half red. */
const twoColours = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#0000ff' } })
    .composite([
      { input: { create: { width: width / 2, height, channels: 3, background: '#ff0000' } }, left: width / 2, top: 0 },
    ])
    .png()
    .toBuffer();

const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer });
const toMe = async (page: Page) => {
  await page.goto('/me');
  await page.getByRole('heading', { name: 'Sessions' }).waitFor();
};
const edit = async (page: Page) => {
  await page.getByRole('button', { name: 'Edit profile' }).click();
  return page.getByRole('dialog', { name: 'Edit profile' });
};

describe('users in the browser', () => {
  let app: RunningApp;
  let ana: User;
  let bo: User;
  let roomId: string;

  beforeAll(async () => {
    app = await bootApp();
    ana = await openUser(app.url, 'Ana', { refused: [403, 409] });
    bo = await openUser(app.url, 'Bo');
    roomId = (await createRoom(ana, { name: 'Open studio' })).id;
  });

  it('[B28] a new name is shown everywhere at once, and a confusable one is rejected at its field', async () => {
    await bo.page.goto(`/rooms/${roomId}`);
    const second = await ana.context.newPage();
    await second.goto(`/rooms/${roomId}`);
    await second.getByRole('textbox', { name: 'Message' }).fill('it is me');
    await second.keyboard.press('Enter');
    await bo.page.getByText('it is me').waitFor();
    await toMe(ana.page);
    const dialog = await edit(ana.page);
    const field = dialog.getByRole('textbox', { name: 'Display name' });
    await field.fill('Ｂ\u043e');
    await dialog.getByRole('form', { name: 'Display name' }).getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('This name is taken or too similar to another. Choose a different one.').waitFor();
    await field.fill('Ana of the lake');
    await dialog.getByRole('form', { name: 'Display name' }).getByRole('button', { name: 'Save' }).click();
    await ana.page.getByRole('heading', { name: 'Ana of the lake', level: 1 }).waitFor();
    await second.getByRole('button', { name: 'Ana of the lake’s account' }).waitFor();
    await bo.page.getByRole('button', { name: 'Ana of the lake' }).first().waitFor();
    await waitForCount(bo.page.getByText('Ana', { exact: true }), 0);
    await second.close();
  });

  it('[B29] an avatar is cropped by keyboard and shown next to messages, and HEIC and SVG are rejected', async () => {
    const { page } = ana;
    await toMe(page);
    const dialog = await edit(page);
    const choose = dialog.locator('input[type=file]');
    await choose.setInputFiles(file('a.heic', Buffer.from('....ftypheic....')));
    await dialog.getByText('Browsers can’t display HEIC photos.').waitFor();
    await choose.setInputFiles(file('a.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')));
    await dialog.getByText('SVG files aren’t supported.').waitFor();
    await choose.setInputFiles(file('a.png', await twoColours(900, 300)));
    const crop = page.getByRole('dialog', { name: 'Crop avatar' });
    await crop.getByRole('application', { name: 'Crop area' }).focus();
    for (let times = 0; times < 6; times++) await page.keyboard.press('Shift+ArrowRight');
    for (let times = 0; times < 4; times++) await page.keyboard.press('+');
    await crop.getByRole('button', { name: 'Save avatar' }).click();
    const address = await page.locator('.profile header img').getAttribute('src');
    const kept = await (await page.request.get(String(address))).body();
    const { dominant } = await sharp(kept).stats();
    expect(dominant.r).toBeGreaterThan(200);
    expect(dominant.b).toBeLessThan(60);
    await bo.page.goto(`/rooms/${roomId}`);
    await bo.page.locator(`img[src="${address}"]`).first().waitFor();
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await bo.page.locator(`img[src="${address}"]`).first().waitFor({ state: 'detached' });
  });

  it('[B30] sessions are ended singly and all together, at once, and a new password ends the others', async () => {
    const { page } = ana;
    const other = await openVisitor(app.url);
    const signIn = async (password: string) => {
      await other.page.goto('/sign-in');
      await other.page.getByRole('textbox', { name: 'Username' }).fill('Ana');
      await other.page.getByRole('textbox', { name: 'Password' }).fill(password);
      await other.page.getByRole('button', { name: 'Sign in' }).click();
      await other.page.getByRole('button', { name: /’s account$/ }).waitFor();
    };
    await signIn(PASSWORD);
    await toMe(page);
    await page.getByText('Current session').waitFor();
    await page
      .getByRole('button', { name: /^Sign out .+ on/ })
      .first()
      .click();
    await other.page.getByText('Your session expired.').waitFor();
    await signIn(PASSWORD);
    await page.getByRole('button', { name: 'Change password' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change password' });
    await dialog.getByRole('textbox', { name: 'Current password' }).fill('not this one');
    await dialog.getByRole('textbox', { name: 'New password' }).fill('another horse battery');
    await dialog.getByRole('button', { name: 'Change password' }).click();
    await dialog.getByText('Your current password is wrong. Try again.').waitFor();
    await dialog.getByRole('textbox', { name: 'Current password' }).fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Change password' }).click();
    await dialog.waitFor({ state: 'detached' });
    await other.page.getByText('Your session expired.').waitFor();
    await signIn('another horse battery');
    await page.getByRole('button', { name: 'Sign out all other sessions' }).click();
    await other.page.getByText('Your session expired.').waitFor();
    await other.context.close();
  });

  it('[B31] a user card shows the user, and a user blocked there is listed in the profile until unblocked', async () => {
    const { page } = bo;
    await page.goto(`/rooms/${roomId}`);
    await page.getByRole('tab', { name: /^People/ }).click();
    await page.locator('.member-row', { hasText: 'Ana of the lake' }).getByRole('button').click();
    const card = page.getByRole('dialog', { name: 'About Ana of the lake' });
    await card.getByText('Online').waitFor();
    await card.getByRole('button', { name: 'Mention' }).click();
    await card.waitFor({ state: 'detached' });
    expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('@Ana of the lake ');
    await page.getByRole('tab', { name: /^People/ }).click();
    await page.locator('.member-row', { hasText: 'Ana of the lake' }).getByRole('button').click();
    await card.getByRole('button', { name: 'Block' }).click();
    await card.getByRole('button', { name: 'Confirm block' }).click();
    await card.getByText('You blocked Ana of the lake.').waitFor();
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    await toMe(page);
    const blocked = page.getByRole('region', { name: 'Blocked users' });
    await blocked.getByText('Ana of the lake').waitFor();
    await blocked.getByRole('button', { name: /^Unblock/ }).click();
    await blocked.getByText('You haven’t blocked anyone.').waitFor();
  });

  it('[B32] the data export is one file', async () => {
    await toMe(bo.page);
    const saving = bo.page.waitForEvent('download');
    await bo.page.getByRole('button', { name: 'Export all data' }).click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toMatch(/\.zip$/);
    await bo.page.getByText(/^Export saved, /).waitFor();
  });

  it('[B33] deleting the account asks for confirmation, signs out, and shows “deleted user” to others', async () => {
    const { page } = ana;
    await bo.page.goto(`/rooms/${roomId}`);
    await bo.page.getByText('it is me').waitFor();
    await toMe(page);
    await page.getByRole('button', { name: 'Delete account' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete account' });
    await dialog.getByText(/shown as by a deleted user/).waitFor();
    await dialog.getByRole('textbox', { name: 'Password' }).fill('not this one');
    await dialog.getByRole('button', { name: 'Delete permanently' }).click();
    await dialog.getByText('Your current password is wrong. Try again.').waitFor();
    await dialog.getByRole('textbox', { name: 'Password' }).fill('another horse battery');
    await dialog.getByRole('button', { name: 'Delete permanently' }).click();
    await page.getByText('You’re viewing as a visitor.').waitFor();
    await waitForCount(bo.page.getByText('Ana of the lake'), 0);
    await bo.page.getByText('deleted user').first().waitFor();
    await bo.page.getByText('it is me').waitFor();
  });

  it.each(LOOKS)('[B13][B14] the profile in %s, %s, at %d px fits and is clean', async (language, theme, width) => {
    const guest = await openUser(app.url, `BrowserUser ${language} ${theme} ${width}`, { language, theme, width });
    await guest.page.goto('/me');
    await guest.page.locator('.sessions li').first().waitFor();
    await expectClean(guest.page);
    await guest.page.locator('.profile header .edit').click();
    await guest.page.locator('dialog .line-form').first().waitFor();
    expect(await accessibilityViolations(guest.page)).toEqual([]);
    await guest.context.close();
  });
});
