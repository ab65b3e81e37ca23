import { beforeAll, describe, expect, it } from '@jest/globals';
import { LIMITS } from '@visionary/contract';
import { openUser, openVisitor, type BrowserUser, type BrowserOptions } from '../support/browser.js';
import { TINY_MODELS, renderTake } from '../support/jam.js';
import { connect } from '../support/live-client.js';
import { appoint } from '../support/admins.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { accessibilityViolations, overflowingElements } from '../support/page-checks.js';
import { RoomPage } from '../support/room-page.js';
import { createRoom, sendText } from '../support/rooms.js';

const WORDS = {
  en: { chat: 'Chat', takes: 'Takes', prompt: 'Prompt' },
  zh: { chat: '聊天', takes: '画稿', prompt: '提示词' },
} as const;

describe('accessibility and languages', () => {
  let app: RunningApp;
  let roomId: string;

  beforeAll(async () => {
    app = await bootApp({ ...RENDERING, modelsDir: TINY_MODELS });
    const ann = await openUser(app.url, 'Ann with a name of 32 characters');
    const room = { name: 'A room with a name that is as long as names may be, really', topic: 'Foxes '.repeat(33) };
    roomId = (await createRoom(ann, room)).id;
    const live = await connect(app.url, ann.client.cookieHeader);
    await live.do('rooms.open', { roomId });
    await sendText({ live }, roomId, `https://example.org/${'a-long-address-'.repeat(12)}`);
    const settings = { batch: 2, steps: LIMITS.steps.max };
    await renderTake(live, roomId, { prompt: 'a red fox in the snow', settings });
    live.close();
    await ann.context.close();
  });

  let users = 0;
  const someone = (browserOptions: BrowserOptions) => openUser(app.url, `BrowserUser ${++users}`, browserOptions);
  const goTo = async ({ page }: BrowserUser, path: string, isThere: string) => {
    await page.goto(path);
    await page.locator(isThere).first().waitFor();
  };
  const door = (browserUser: BrowserUser) => goTo(browserUser, '/sign-in', 'form');
  const lobby = (browserUser: BrowserUser) => goTo(browserUser, '/rooms', `a[href^="/rooms/${roomId}"]`);
  const room = (browserUser: BrowserUser) => goTo(browserUser, `/rooms/${roomId}`, '.take-image img');

  it.each(['en', 'zh'] as const)('[B13] fits a phone of 360 px (%s)', async (language) => {
    const phone = { language, width: 360, height: 740 };
    const visitor = await openVisitor(app.url, phone);
    for (const path of ['/sign-in', '/sign-up']) {
      await goTo(visitor, path, 'form');
      expect(await overflowingElements(visitor.page)).toEqual([]);
    }
    await goTo(visitor, '/', '.hero');
    expect(await overflowingElements(visitor.page)).toEqual([]);
    const guest = await someone(phone);
    await lobby(guest);
    expect(await overflowingElements(guest.page)).toEqual([]);
    await room(guest);
    expect(await overflowingElements(guest.page)).toEqual([]);
    for (const name of [WORDS[language].chat, WORDS[language].takes, WORDS[language].prompt]) {
      await guest.page.getByRole('tab', { name }).first().click();
      expect(await overflowingElements(guest.page)).toEqual([]);
    }
    await Promise.all([visitor, guest].map(({ context }) => context.close()));
  });

  it.each(['light', 'dark'] as const)('[B14] has no serious axe violations (%s)', async (theme) => {
    const [visitor, guest] = [await openVisitor(app.url, { theme }), await someone({ theme })];
    await door(visitor);
    const found = { door: await accessibilityViolations(visitor.page), lobby: [] as unknown[], room: [] as unknown[] };
    await visitor.page.goto('/');
    await visitor.page.getByRole('region', { name: 'Live now' }).waitFor();
    found.door.push(...(await accessibilityViolations(visitor.page)));
    await appoint(app, guest.me.name);
    await guest.page.goto('/setup');
    await guest.page.getByRole('textbox', { name: 'Name of this server' }).waitFor();
    found.lobby.push(...(await accessibilityViolations(guest.page)));
    await appoint(app, guest.me.name, 'member');
    await lobby(guest);
    found.lobby.push(...(await accessibilityViolations(guest.page)));
    await room(guest);
    found.room = await accessibilityViolations(guest.page);
    await guest.page.setViewportSize({ width: 360, height: 740 });
    await guest.page.getByRole('tab', { name: 'Chat' }).first().waitFor();
    found.room.push(...(await accessibilityViolations(guest.page)));
    expect(found).toEqual({ door: [], lobby: [], room: [] });
    await Promise.all([visitor, guest].map(({ context }) => context.close()));
  });

  it('[B15] can be used by keyboard alone', async () => {
    const guest = await someone({});
    const { page } = guest;
    const press = async (key: string, until: () => Promise<boolean>, most = 80) => {
      for (let times = 0; times < most && !(await until()); times++) await page.keyboard.press(key);
      expect(await until()).toBe(true);
    };
    const has = (selector: string) => async () => (await page.locator(`${selector}:focus`).count()) > 0;
    await room(guest);
    await press('Tab', has('.render'));
    await press('Tab', has('.room-head .invite'));
    await page.keyboard.press('Enter');
    const invite = page.getByRole('dialog', { name: /^Invite people to/ });
    await invite.waitFor();
    await page.keyboard.press('Escape');
    await invite.waitFor({ state: 'hidden' });
    await press('Tab', has('.canvas-panel .actions .outline'));
    await page.keyboard.press('Enter');
    const take = page.getByRole('dialog', { name: 'Take 1' });
    await take.waitFor();
    await page.keyboard.press('Escape');
    await take.waitFor({ state: 'hidden' });
    await lobby(guest);
    await press('Tab', has('button:has-text("New room")'));
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'New room' });
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await guest.context.close();
  });

  it('[B16] language and theme change at once, on all devices of the user', async () => {
    const guest = await someone({});
    const { page } = guest;
    const html = page.locator('html');
    await lobby(guest);
    await page.getByRole('banner').getByRole('button', { name: '中文' }).click();
    await page.getByRole('heading', { name: '画室', level: 1 }).waitFor();
    const kept = page.waitForResponse((answer) => answer.request().postDataJSON()?.theme === 'dark');
    await page.getByRole('button', { name: '主题：浅色' }).click();
    await page.locator('html.dark').waitFor();
    expect((await kept).status()).toBe(200);
    await page.reload();
    await page.getByRole('heading', { name: '画室', level: 1 }).waitFor();
    expect([await html.getAttribute('lang'), await html.getAttribute('class')]).toEqual(['zh-CN', 'dark']);
    const elsewhere = new RoomPage((await openVisitor(app.url)).page).page;
    await elsewhere.context().addCookies(await guest.context.cookies());
    await elsewhere.goto('/rooms');
    await elsewhere.locator('html.dark[lang="zh-CN"]').waitFor();
    await Promise.all([guest.context.close(), elsewhere.context().close()]);
  });
});
