import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { MessageView } from '@visionary/contract';
import type { Page } from 'playwright-core';
import { openUser, type User, waitUntil, waitForCount } from '../support/browser.js';
import { TINY_MODELS } from '../support/jam.js';
import { connect, type LiveClient } from '../support/live-client.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { RoomPage } from '../support/room-page.js';
import { createRoom, sendText } from '../support/rooms.js';

describe('messages sent while offline', () => {
  let app: RunningApp;
  let ana: User;
  let roomId: string;
  let live: LiveClient;

  beforeAll(async () => {
    app = await bootApp({ ...RENDERING, modelsDir: TINY_MODELS });
    ana = await openUser(app.url, 'Ana', { goesOffline: true });
    roomId = (await createRoom(ana, { name: 'Night sketches' })).id;
    const bo = await openUser(app.url, 'Bo');
    live = await connect(app.url, bo.client.cookieHeader);
    await live.do('rooms.open', { roomId });
  });

  /** The messages in the database, oldest first. */
  const inDatabase = async (): Promise<readonly MessageView[]> =>
    (await live.do('chat.listBefore', { roomId, beforeSeq: 1_000_000 })).messages.toReversed();
  const messagesOf = async (name: string) =>
    (await inDatabase()).filter(({ author }) => author.name === name).map(({ text }) => text);
  const isSaid = (...texts: string[]) =>
    waitUntil(
      `the database has ${texts.join(', ')}`,
      () => messagesOf('Ana'),
      (now) => texts.every((text) => now.includes(text)),
    );
  async function send(room: RoomPage, ...texts: string[]) {
    const field = room.page.getByRole('textbox', { name: 'Message' });
    for (const text of texts) {
      await field.fill(text);
      await field.press('Enter');
      await room.chat.getByText(text, { exact: true }).waitFor();
    }
  }

  it('[B40] are shown at once, survive closing the tab, and are sent later, once and in order', async () => {
    const room = new RoomPage(ana.page);
    await room.enter(roomId);
    await ana.context.setOffline(true);
    await room.page.getByText('Live updates paused.').waitFor();
    await send(room, 'first', 'second', 'third');
    await room.chat.getByText('Will send when you’re back online').first().waitFor();
    await room.page.close();
    expect(await messagesOf('Ana')).toEqual([]);
    await ana.context.setOffline(false);
    // Another tab of the same user, in no room: it sends the outbox of the closed one.
    const page = await ana.context.newPage();
    await page.goto('/rooms');
    await isSaid('third');
    expect(await messagesOf('Ana')).toEqual(['first', 'second', 'third']);
    const again = new RoomPage(page);
    await again.enter(roomId);
    await again.chat.getByText('third', { exact: true }).waitFor();
    expect(await again.chat.getByRole('article').count()).toBe(3);
    await page.close();
  });

  /** How many entries the outbox of this browser has. */
  const keptIn = (page: Page, database: string, store: string) =>
    page.evaluate(`new Promise((tell) => {
      const opened = indexedDB.open('${database}');
      opened.onsuccess = () => {
        const count = opened.result.transaction('${store}').objectStore('${store}').count();
        count.onsuccess = () => (opened.result.close(), tell(count.result));
      };
    })`);
  /** A page stores what it shows a moment later. */
  const waitUntilKept = (page: Page, database: string, store: string, many: number) =>
    waitUntil(
      `${database} keeps ${many}`,
      () => keptIn(page, database, store),
      (now) => now === many,
    );

  it('[B69] are kept and sent with edits of messages and of the prompt', async () => {
    const room = new RoomPage(await ana.context.newPage());
    await room.enter(roomId);
    for (const text of ['a fox', 'gone soon']) await sendText({ live }, roomId, text);
    const idOf = async (text: string) => String((await inDatabase()).find((one) => one.text === text)?.id);
    const [fox, lost] = [await idOf('a fox'), await idOf('gone soon')];
    const message = (text: string, where = room) => where.chat.getByRole('article').filter({ hasText: text });
    const press = async (text: string, button: string) => {
      await message(text).hover();
      await message(text).getByRole('button', { name: button }).click();
    };
    await message('gone soon').waitFor();
    await ana.context.setOffline(true);
    await room.page.getByText('Live updates paused.').waitFor();
    await press('a fox', 'React with ❤️');
    await message('a fox').getByText('from you').waitFor({ state: 'attached' });
    await press('gone soon', 'React with ❤️');
    await press('second', 'More');
    await room.page.getByRole('menuitem', { name: 'Delete' }).click();
    await room.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await room.chat.getByText('Ana deleted a message').waitFor();
    const field = room.page.getByRole('textbox', { name: 'Message' });
    await field.press('ArrowUp');
    await field.fill('third, otherwise');
    await field.press('Enter');
    await message('third, otherwise').waitFor();
    await room.chat.getByText('Will update when you’re back online').waitFor();
    await room.prompt.click();
    // All in one go, so that the first stored state is complete.
    await room.page.keyboard.insertText('a fox in snow');
    await waitUntilKept(room.page, 'visionary-outbox', 'messages', 4);
    await waitUntilKept(room.page, 'visionary-documents', 'changes', 1);
    await room.page.close();
    await live.do('chat.delete', { roomId, clientId: crypto.randomUUID(), messageId: lost });
    await ana.context.setOffline(false);
    const page = await ana.context.newPage();
    await page.goto('/rooms');
    await page.getByText('Your reaction wasn’t saved. ').waitFor();
    await isSaid('third, otherwise');
    const all = await inDatabase();
    expect(all.find(({ id }) => id === fox)?.reactions).toMatchObject([{ emoji: '❤️', users: [{ name: 'Ana' }] }]);
    expect(all.filter(({ author, deleted }) => author.name === 'Ana' && deleted)).toHaveLength(1);
    const again = new RoomPage(page);
    await again.enter(roomId);
    await page.getByText('What you wrote offline has been added to the prompt.').waitFor();
    await again.waitForPrompt('a fox in snow');
    await page.close();
  });

  /** Counts from now on how often messages with this text leave the list, even for a moment. @returns the count */
  async function watchLines({ page, chat }: RoomPage, text: string): Promise<() => Promise<unknown>> {
    await chat.getByText(text, { exact: true }).waitFor();
    await page.evaluate(`new MutationObserver((changes) => {
      const gone = changes.flatMap(({ removedNodes }) => [...removedNodes]);
      globalThis.linesGone += gone.filter(({ textContent }) => textContent.includes('${text}')).length;
    }).observe(document.querySelector('.message-list'), { childList: true, subtree: true }); globalThis.linesGone = 0`);
    return () => page.evaluate('globalThis.linesGone');
  }

  it('[B41] are shown in every tab, and one tab sends them', async () => {
    const [one, two] = [new RoomPage(await ana.context.newPage()), new RoomPage(await ana.context.newPage())];
    await Promise.all([one.enter(roomId), two.enter(roomId)]);
    const timesGone = await watchLines(two, 'first');
    await ana.context.setOffline(true);
    await send(one, 'from one');
    await two.chat.getByText('from one', { exact: true }).waitFor();
    await send(two, 'from two');
    await one.chat.getByText('from two', { exact: true }).waitFor();
    await ana.context.setOffline(false);
    await isSaid('from one', 'from two');
    expect((await messagesOf('Ana')).slice(-2)).toEqual(['from one', 'from two']);
    for (const room of [one, two]) {
      await waitForCount(room.chat.locator('.pending'), 0);
      expect(await room.chat.getByText('from one', { exact: true }).count()).toBe(1);
    }
    expect(await timesGone()).toBe(0);
    await Promise.all([one, two].map(({ page }) => page.close()));
  });

  it('[B41] are sent by one tab also without Web Locks, as over plain HTTP from another machine', async () => {
    await ana.context.addInitScript('delete Navigator.prototype.locks; delete Crypto.prototype.randomUUID');
    const [one, two] = [new RoomPage(await ana.context.newPage()), new RoomPage(await ana.context.newPage())];
    await Promise.all([one.enter(roomId), two.enter(roomId)]);
    expect(await one.page.evaluate(`'locks' in navigator`)).toBe(false);
    await ana.context.setOffline(true);
    await send(one, 'unlocked one', 'unlocked two');
    await two.chat.getByText('unlocked two', { exact: true }).waitFor();
    await ana.context.setOffline(false);
    await isSaid('unlocked two');
    expect((await messagesOf('Ana')).slice(-2)).toEqual(['unlocked one', 'unlocked two']);
    await Promise.all([one, two].map(({ page }) => page.close()));
  });

  it('[B42] are never sent by another user who signs in in this browser', async () => {
    const room = new RoomPage(await ana.context.newPage());
    await room.enter(roomId);
    await ana.context.setOffline(true);
    await send(room, 'for my eyes');
    await waitUntilKept(room.page, 'visionary-outbox', 'messages', 1);
    await room.page.close();
    const hers = await ana.context.cookies();
    await ana.context.clearCookies();
    await ana.context.setOffline(false);
    const cy = await openUser(app.url, 'Cy');
    await ana.context.addCookies(await cy.context.cookies());
    const his = new RoomPage(await ana.context.newPage());
    await his.enter(roomId);
    await send(his, 'hello, this is Cy');
    await waitUntil(
      'Cy was heard',
      () => messagesOf('Cy'),
      (texts) => texts.length === 1,
    );
    expect(await his.chat.getByText('for my eyes').count()).toBe(0);
    expect(await messagesOf('Ana')).not.toContain('for my eyes');
    await his.page.close();
    await ana.context.clearCookies();
    await ana.context.addCookies(hers);
    const back = await ana.context.newPage();
    await back.goto('/rooms');
    await isSaid('for my eyes');
    expect(await messagesOf('Cy')).toEqual(['hello, this is Cy']);
    await back.close();
  });

  it('[B43] say why when they are rejected, and can be retried or discarded', async () => {
    const room = new RoomPage(await ana.context.newPage());
    await room.enter(roomId);
    const dee = await openUser(app.url, 'Dee', { goesOffline: true });
    const hers = new RoomPage(dee.page);
    await hers.enter(roomId);
    await dee.context.setOffline(true);
    await send(hers, 'too late', 'much too late');
    const owner = await connect(app.url, ana.client.cookieHeader);
    const mute = (minutes: number | null) =>
      owner.do('rooms.mute', { roomId, clientId: crypto.randomUUID(), userId: dee.me.id, minutes });
    await mute(60);
    await dee.context.setOffline(false);
    const refused = hers.chat.getByRole('alert').filter({ hasText: 'An owner muted you' });
    await waitForCount(refused, 2);
    await hers.page
      .getByText(/An owner muted you until/)
      .first()
      .waitFor();
    await refused.last().getByRole('button', { name: 'Discard' }).click();
    await mute(null);
    await refused.first().getByRole('button', { name: 'Try again' }).click();
    await waitUntil(
      'it is said',
      () => messagesOf('Dee'),
      (texts) => texts.length === 1,
    );
    expect(await messagesOf('Dee')).toEqual(['too late']);
    await Promise.all([room.page.close(), dee.context.close()]);
    owner.close();
  });

  it('[B71] aside, a view that cannot load says so, and loads after a reconnect', async () => {
    const page = await ana.context.newPage();
    const room = new RoomPage(page);
    await room.enter(roomId);
    await live.do('chat.send', { roomId, clientId: randomUUID(), text: 'who am I?' });
    const name = room.chat.getByRole('article').filter({ hasText: 'who am I?' }).getByRole('button', { name: 'Bo' });
    await name.waitFor();
    const failureText = page.getByText('Couldn’t load this part of the page.');
    const tryAgain = () => page.getByRole('button', { name: 'Try again' }).click();
    await ana.context.setOffline(true);
    await page.getByText('Live updates paused.').waitFor();
    await name.click();
    await failureText.waitFor();
    await ana.context.setOffline(false);
    await tryAgain();
    await page.getByRole('dialog', { name: 'About Bo' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Live updates paused.').waitFor({ state: 'detached' });
    await ana.context.setOffline(true);
    // A view that this browser has never loaded: loaded ones are cached.
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Feed' }).click();
    await failureText.waitFor();
    expect(page.url()).toContain(roomId);
    await ana.context.setOffline(false);
    await tryAgain();
    await page.waitForURL(`${app.url}/`);
    await page.close();
  });
});
