import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openUser, openVisitor, type User } from '../support/browser.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { accessibilityViolations, expectClean } from '../support/page-checks.js';
import { createRoom } from '../support/rooms.js';

const message = (page: Page) => page.getByRole('textbox', { name: 'Message' });

/** Controls of the owner, located by role and name. */
class Manager {
  constructor(readonly page: Page) {}

  async enter(roomId: string): Promise<void> {
    await this.page.goto(`/rooms/${roomId}`);
    await this.page.getByRole('tab', { name: /^People/ }).click();
  }
  /** The card of a member, which closes when the member leaves. */
  async card(name: string) {
    await this.page.locator('.member-row', { hasText: name }).getByRole('button').click();
    return this.page.getByRole('dialog', { name: `About ${name}` });
  }
  async managing(part?: 'Invites' | 'Bans') {
    await this.page.getByRole('button', { name: 'Room menu' }).click();
    await this.page.getByRole('button', { name: 'Manage room' }).click();
    const dialog = this.page.getByRole('dialog', { name: /^Manage / });
    if (part) await dialog.getByRole('tab', { name: part }).click();
    return dialog;
  }
  async close(): Promise<void> {
    await this.page.keyboard.press('Escape');
  }
}

describe('managing a room in the browser', () => {
  let app: RunningApp;
  let owner: User;
  let manager: Manager;
  let ben: User;
  let roomId: string;

  beforeAll(async () => {
    app = await bootApp();
    owner = await openUser(app.url, 'Olga');
    ben = await openUser(app.url, 'Ben', { refused: [410] });
    roomId = (await createRoom(owner, { name: 'Lantern Alley' })).id;
    manager = new Manager(owner.page);
    await ben.page.goto(`/rooms/${roomId}`);
    await message(ben.page).waitFor();
    await manager.enter(roomId);
  });

  it('[B34] a new name and topic are shown in every client at once', async () => {
    const dialog = await manager.managing();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Lantern Street');
    await dialog.getByRole('textbox', { name: 'Topic' }).fill('Four seasons');
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await dialog.getByText('No changes to save.').waitFor();
    await manager.close();
    for (const { page } of [owner, ben]) {
      await page.getByRole('heading', { name: 'Lantern Street', level: 1 }).waitFor();
      await page.locator('.room-head .topic', { hasText: 'Four seasons' }).waitFor();
    }
  });

  it('[B34] controls follow a role at once when it is lowered and raised', async () => {
    const card = await manager.card('Ben');
    const before = await card.boundingBox();
    await card.getByRole('radio', { name: /^Viewer/ }).click();
    await ben.page.getByText('You’re a viewer in this room.').first().waitFor();
    // The row of the card moved to another group; the card stays in place.
    await owner.page.getByRole('heading', { name: /^Viewers/ }).waitFor();
    expect(await card.boundingBox()).toMatchObject({ x: before?.x });
    expect(await message(ben.page).count()).toBe(0);
    expect(await ben.page.getByRole('button', { name: 'Render', exact: true }).count()).toBe(0);
    await card.getByRole('radio', { name: /^Editor/ }).click();
    await message(ben.page).waitFor();
    await card.getByRole('button', { name: 'Mute' }).click();
    await card.getByRole('button', { name: '10 minutes' }).click();
    await ben.page
      .getByText(/^An owner muted you until/)
      .first()
      .waitFor();
    await card.getByRole('button', { name: 'Unmute' }).click();
    await message(ben.page).waitFor();
    await manager.close();
  });

  it('[B34] a removed member sees a notice and can rejoin a public room, and a banned one cannot', async () => {
    const card = await manager.card('Ben');
    await card.getByRole('button', { name: 'Kick' }).click();
    await card.getByRole('button', { name: 'Confirm kick' }).click();
    await ben.page.getByText('An owner kicked you.').waitFor();
    await manager.close();
    await ben.page.getByRole('button', { name: 'Rejoin' }).click();
    await message(ben.page).waitFor();
    const again = await manager.card('Ben');
    await again.getByRole('button', { name: 'Ban' }).click();
    await again.getByRole('textbox', { name: 'Reason' }).fill('too loud');
    await again.getByRole('button', { name: 'Confirm ban' }).click();
    await ben.page.getByText('An owner banned you from this room.').waitFor();
    await manager.close();
    await ben.page.reload();
    await ben.page.getByText('An owner banned you from this room.').waitFor();
    const dialog = await manager.managing('Bans');
    await dialog.getByText('too loud').waitFor();
    await dialog.getByRole('button', { name: /^Unban/ }).click();
    await dialog.getByText('No one is banned.').waitFor();
    await manager.close();
    await ben.page.reload();
    await message(ben.page).waitFor();
  });

  it('[B34] a private room rejects strangers, an archived one rejects messages, and both can be undone', async () => {
    const dialog = await manager.managing();
    await dialog.getByText('Invite only', { exact: true }).click();
    await dialog.getByText('After you save, only members').waitFor();
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await dialog.getByText('No changes to save.').waitFor();
    const visitor = await openVisitor(app.url);
    await visitor.page.goto(`/rooms/${roomId}`);
    await visitor.page.getByText('Couldn’t open this room.').waitFor();
    await dialog.getByRole('button', { name: 'Archive room' }).click();
    await dialog.getByRole('button', { name: 'Confirm archive' }).click();
    await ben.page.getByText('This room is archived').first().waitFor();
    expect(await message(ben.page).count()).toBe(0);
    await ben.page.getByRole('button', { name: 'Invite', exact: true }).click();
    const invite = ben.page.getByRole('dialog', { name: /^Invite people to/ });
    await invite.getByText('No one can join an archived room.').waitFor();
    expect(await invite.locator('p').count()).toBe(1);
    await ben.page.keyboard.press('Escape');
    await dialog.getByRole('button', { name: 'Unarchive' }).click();
    await message(ben.page).waitFor();
    await manager.close();
    await visitor.context.close();
  });

  it('[B35] an invite admits as many users as it allows, is listed with its limits, and stops working when revoked', async () => {
    const dialog = await manager.managing('Invites');
    await dialog.getByRole('combobox', { name: 'Expires after' }).selectOption({ label: '1 hour' });
    await dialog.getByRole('combobox', { name: 'Max uses', exact: true }).selectOption({ label: '1 use' });
    await dialog.getByText('can view and react', { exact: true }).click();
    await dialog.getByRole('button', { name: 'Create link' }).click();
    const link = await dialog.getByRole('textbox', { name: 'Link' }).inputValue();
    await dialog.getByText(/^can view and react • used 0 times • 1 use left • expires /).waitFor();
    const [first, second] = [await openUser(app.url, 'Cleo'), await openUser(app.url, 'Dan', { refused: [410] })];
    await first.page.goto(link);
    await first.page.getByRole('button', { name: 'Join room' }).click();
    await first.page.getByText('You’re a viewer in this room.').first().waitFor();
    await second.page.goto(link);
    await second.page.getByText('This invite link is no longer valid. Ask for a new one.').waitFor();
    await manager.close();
    const again = await manager.managing('Invites');
    await again.getByText('No active invite links').waitFor();
    await again.getByRole('button', { name: 'Create link' }).click();
    const endless = await again.getByRole('textbox', { name: 'Link' }).inputValue();
    await again.getByRole('button', { name: 'Revoke' }).click();
    await again.getByRole('button', { name: 'Confirm revoke' }).click();
    await again.getByText('No active invite links').waitFor();
    await second.page.goto(endless);
    await second.page.getByText('This invite link is no longer valid. Ask for a new one.').waitFor();
    await manager.close();
    await Promise.all([first, second].map(({ context }) => context.close()));
  });

  it('[B34] a member who leaves is no longer in the list, and the last owner cannot leave', async () => {
    await ben.page.getByRole('button', { name: 'Room menu' }).click();
    await ben.page.getByRole('button', { name: 'Report', exact: true }).waitFor();
    await ben.page.getByRole('button', { name: 'Leave room' }).click();
    await ben.page.getByRole('button', { name: 'Confirm leave' }).click();
    await ben.page.getByRole('heading', { name: 'Rooms', level: 1 }).waitFor();
    await owner.page.locator('.member-row', { hasText: 'Ben' }).waitFor({ state: 'detached' });
    await owner.page.getByRole('button', { name: 'Room menu' }).click();
    await owner.page.getByRole('button', { name: 'Leave room' }).click();
    expect(await owner.page.getByRole('button', { name: 'Report', exact: true }).count()).toBe(0);
    await owner.page.getByRole('button', { name: 'Confirm leave' }).click();
    await owner.page.getByText('A room needs an owner. Make someone else an owner first.').waitFor();
    await manager.close();
  });

  it.each([
    ['en', 'light', 1440],
    ['zh', 'dark', 360],
  ] as const)('[B13][B14] managing in %s, %s, at %d px fits and is clean', async (language, theme, width) => {
    const guest = await openUser(app.url, `BrowserUser ${language} ${width}`, { language, theme, width });
    const { id } = await createRoom(guest, { name: 'A room with a name that is as long as names may be, really' });
    const { page } = guest;
    await page.goto(`/rooms/${id}`);
    await page.locator('.room-head .opener button').click();
    await page.locator('#room-menu .act').first().waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.locator('#room-menu .act', { hasText: /Manage|管理/ }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.locator('.aspects').waitFor();
    for (const tab of await dialog.getByRole('tab').all()) {
      await tab.click();
      await expectClean(page);
    }
    await guest.context.close();
  });
});
