import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openUser, openVisitor, type User, waitUntil, waitForValue } from '../support/browser.js';
import { TINY_MODELS } from '../support/jam.js';
import { connect, type LiveClient } from '../support/live-client.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { PASSWORD } from '../support/users.js';
import { RoomPage } from '../support/room-page.js';
import { createRoom, sendText } from '../support/rooms.js';

describe('several tabs and devices of one user', () => {
  let app: RunningApp;
  let ana: User;
  let bo: User;
  let live: LiveClient;
  let roomId: string;
  let lobby: Page;
  let other: RoomPage;
  let phone: Page;

  beforeAll(async () => {
    app = await bootApp({ ...RENDERING, modelsDir: TINY_MODELS });
    [ana, bo] = [await openUser(app.url, 'Ana'), await openUser(app.url, 'Bo')];
    roomId = (await createRoom(ana, { name: 'Night sketches' })).id;
    live = await connect(app.url, bo.client.cookieHeader);
    await live.do('rooms.open', { roomId });
    lobby = ana.page;
    await lobby.goto('/rooms');
    other = new RoomPage(await ana.context.newPage());
    await other.page.goto('/rooms');
    // Another device: shares only the user with the first.
    const elsewhere = await openVisitor(app.url, { width: 390, height: 844 });
    await elsewhere.context.addCookies(await ana.context.cookies());
    phone = elsewhere.page;
    await phone.goto('/rooms');
  });

  const titles = (count: string) =>
    waitUntil(
      `the titles begin with "${count}"`,
      () => Promise.all([lobby.title(), phone.title()]),
      (now) => now.every((title) => (count === '' ? !title.startsWith('(') : title.startsWith(count))),
    );
  const inBar = (page: Page) => page.getByRole('banner').getByRole('link', { name: /^Rooms/ });

  it('[B44] unread messages are counted live in every tab, and read everywhere once they are visible', async () => {
    await sendText({ live }, roomId, 'one');
    await sendText({ live }, roomId, 'two');
    await titles('(2)');
    await inBar(lobby).getByText('2 unread').waitFor();
    await other.enter(roomId);
    await other.chat.getByText('2 new', { exact: true }).waitFor();
    await titles('');
    expect(await inBar(lobby).innerText()).toBe('Rooms');
    // A message that arrives in view is never counted.
    await sendText({ live }, roomId, 'three');
    await other.chat.getByText('three', { exact: true }).waitFor();
    await waitUntil(
      'the server knows',
      async () => (await marks()).find((mark) => mark.roomId === roomId)?.unread,
      (unread) => unread === 0,
    );
    await titles('');
    expect(await other.chat.locator('.new-line').allInnerTexts()).toEqual(['2 new']);
  });
  const marks = async () => {
    const mine = await connect(app.url, ana.client.cookieHeader);
    const state = await mine.do('me.subscribe', {});
    mine.close();
    return state.readStates;
  };

  it('[B45] a message marked as unread stays unread on every device until the user returns to it', async () => {
    const message = other.chat.getByRole('article').filter({ hasText: 'two' });
    await message.hover();
    await message.getByRole('button', { name: /More/ }).click();
    await other.page.getByRole('menuitem', { name: /unread/i }).click();
    await titles('(2)');
    await sendText({ live }, roomId, 'four');
    await titles('(3)');
    await other.page.goto('/rooms');
    await titles('(3)');
    await other.enter(roomId);
    await other.chat.getByText('3 new', { exact: true }).waitFor();
    await titles('');
  });

  it('[B46] a mention is shown at the bell in every tab, is read when opened, and leads to its message', async () => {
    const calls = async (text: string) =>
      live.do('chat.send', { roomId, clientId: randomUUID(), text: `<@${ana.me.id}> ${text}` });
    await other.page.goto('/rooms');
    await calls('look at this');
    const bell = (page: Page) =>
      page.getByRole('banner').getByRole('button', { name: /new notification|Notifications/ });
    await waitUntil(
      'the bell rings',
      () => Promise.all([lobby, other.page, phone].map((page) => bell(page).getAttribute('aria-label'))),
      (now) => now.every((label) => label === '1 new notification'),
    );
    await bell(lobby).click();
    const news = lobby.getByRole('region', { name: 'Notifications' });
    await news.getByText('@Ana look at this').waitFor();
    await waitUntil(
      'it is seen everywhere',
      () => Promise.all([lobby, other.page, phone].map((page) => bell(page).getAttribute('aria-label'))),
      (now) => now.every((label) => label === 'Notifications'),
    );
    await calls('and at that');
    await news.getByText('@Ana and at that').waitFor();
    await news.getByText('@Ana look at this').click();
    const room = new RoomPage(lobby);
    const called = room.chat.getByRole('article').filter({ hasText: 'look at this' });
    await called.waitFor();
    await waitUntil(
      'the address forgot the message',
      () => lobby.url(),
      (url) => url.endsWith(`/rooms/${roomId}`),
    );
    await lobby.goto('/rooms');
  });

  it('[B47] drafts are shared by all tabs, and cleared when one is sent', async () => {
    const second = new RoomPage(await ana.context.newPage());
    await Promise.all([other.enter(roomId), second.enter(roomId)]);
    const field = ({ page }: RoomPage) => page.getByRole('textbox', { name: 'Message' });
    await field(other).fill('half a thought');
    await waitForValue(field(second), 'half a thought');
    await field(second).press('Enter');
    await waitUntil(
      'both are empty',
      () => Promise.all([other, second].map((room) => field(room).inputValue())),
      (texts) => texts.every((text) => text === ''),
    );
    await other.chat.getByText('half a thought', { exact: true }).waitFor();
    await second.page.close();
  });

  it('[B48] all tabs sign out and in together', async () => {
    await lobby.getByRole('button', { name: 'Ana’s account' }).click();
    await lobby.getByRole('button', { name: 'Sign out' }).click();
    await other.page.getByText('You’re viewing as a visitor.').first().waitFor();
    expect(await other.page.getByRole('textbox', { name: 'Message' }).count()).toBe(0);
    await lobby.goto('/sign-in');
    await lobby.getByRole('textbox', { name: 'Username' }).fill('Ana');
    await lobby.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await lobby.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await other.page.getByRole('textbox', { name: 'Message' }).waitFor();
    await other.page.getByRole('button', { name: 'Ana’s account' }).waitFor();
  });

  it('[B48] a sign-up form that another tab has overtaken signs nobody out', async () => {
    const { page: first, context } = await openVisitor(app.url);
    const second = await context.newPage();
    for (const page of [first, second]) {
      await page.goto('/sign-up?next=/models');
      await page.getByRole('textbox', { name: 'Username' }).fill(page === first ? 'Yuri' : 'Xenia');
      await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    }
    await second.getByRole('main').getByRole('button', { name: 'Create account' }).click();
    await first.getByText('You’re already signed in as Xenia, in another tab.').waitFor();
    await first.getByRole('button', { name: 'Xenia’s account' }).waitFor();
    await context.close();
  });
});
