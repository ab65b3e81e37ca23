import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { MessageView } from '@visionary/contract';
import { openUser, type User, waitUntil } from '../support/browser.js';
import { TINY_MODELS } from '../support/jam.js';
import { connect, type LiveClient } from '../support/live-client.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { signUp } from '../support/users.js';
import { RoomPage } from '../support/room-page.js';
import { createRoom, sendText } from '../support/rooms.js';

/** A user may send at most 200 messages in ten seconds. */
const SPEAKERS = 8;

describe('a client that was offline', () => {
  let app: RunningApp;
  let ana: User;
  let bo: User;
  let speakers: LiveClient[];
  let live: LiveClient;

  beforeAll(async () => {
    app = await bootApp({ ...RENDERING, modelsDir: TINY_MODELS });
    ana = await openUser(app.url, 'Ana', { goesOffline: true });
    bo = await openUser(app.url, 'Bo');
    const others = Array.from({ length: SPEAKERS - 1 }, (_, i) => signUp(app.url, `Speaker ${i}`));
    const users = [bo, ...(await Promise.all(others))];
    speakers = await Promise.all(users.map(({ client }) => connect(app.url, client.cookieHeader)));
    live = speakers[0] as LiveClient;
  });

  /** A new room with all users and so many messages. */
  async function aRoomWith(count: number): Promise<{ roomId: string; messages: MessageView[] }> {
    const { id: roomId } = await createRoom(ana, { name: `Room of ${count}` });
    for (const speaker of speakers) await speaker.do('rooms.open', { roomId });
    return { roomId, messages: await sendMany(roomId, count) };
  }
  async function sendMany(roomId: string, count: number, word = 'line'): Promise<MessageView[]> {
    const messages: MessageView[] = [];
    for (let n = 1; n <= count; n++) {
      const speaker = speakerOf(n);
      const { event } = await sendText({ live: speaker }, roomId, `${word} ${n}`);
      if (event.type === 'chat.sent') messages.push(event.payload.message);
    }
    return messages;
  }
  /** The author of the n-th message. */
  const speakerOf = (n: number): LiveClient => speakers[n % SPEAKERS] as LiveClient;
  const about = (roomId: string, message: MessageView | undefined) => ({
    ...{ roomId, clientId: randomUUID(), messageId: String(message?.id) },
  });
  const goesOffline = async (room: RoomPage) => {
    await ana.context.setOffline(true);
    await room.page.getByText('Live updates paused.').waitFor();
  };
  /** The texts of the newest messages, as the page shows them from top to bottom. */
  const visibleMessages = async (room: RoomPage, count: number): Promise<string[]> =>
    (await room.chat.locator('article.message .message-text, article.message .removed').allInnerTexts()).slice(-count);

  const GAP = -1;
  /** The messages in the DOM, by number, and the gaps between them. */
  const inOrder = async (room: RoomPage): Promise<number[]> =>
    (await room.chat.locator('article.message .message-text, .gap').allInnerTexts()).map((text) =>
      text.startsWith('line ') ? Number(text.slice(5)) : GAP,
    );

  it('[B49] ends with the messages of the database, including edits, deletions, and reactions, and shows that it catches up', async () => {
    const { roomId, messages } = await aRoomWith(8);
    const room = new RoomPage(ana.page);
    await room.enter(roomId);
    await room.chat.getByText('line 8', { exact: true }).waitFor();
    await goesOffline(room);
    await speakerOf(6).do('chat.edit', { ...about(roomId, messages[5]), text: 'line six, said otherwise' });
    await speakerOf(7).do('chat.delete', about(roomId, messages[6]));
    await live.do('chat.react', { ...about(roomId, messages[7]), emoji: '🔥', on: true });
    await sendMany(roomId, 3, 'meanwhile');
    await room.page.locator('.side-panel').evaluate((panel) => {
      const view = panel.ownerDocument.defaultView;
      Object.assign(view, { caughtUp: [] });
      new view.MutationObserver(() => {
        const line = panel.querySelector('.catch-up p')?.textContent;
        if (line) view.caughtUp.push(line);
      }).observe(panel, { subtree: true, childList: true });
    });
    await ana.context.setOffline(false);
    await room.chat.getByText('meanwhile 3', { exact: true }).waitFor();
    const visibleTexts = (): Promise<string[]> =>
      room.page.locator('.side-panel').evaluate((panel) => panel.ownerDocument.defaultView.caughtUp);
    expect((await visibleTexts())[0]).toMatch(/^Syncing/);
    await room.chat.getByText('line six, said otherwise').waitFor();
    expect(await room.chat.getByText('line 6', { exact: true }).count()).toBe(0);
    expect(await room.chat.getByText('line 7', { exact: true }).count()).toBe(0);
    await room.chat.getByRole('button', { name: /^🔥 ?1 from Bo$/ }).waitFor();
    await room.page.locator('.catch-up p').waitFor({ state: 'detached' });
    const texts = await visibleMessages(room, 3);
    expect(texts).toEqual(['meanwhile 1', 'meanwhile 2', 'meanwhile 3']);
  });

  it('[B60] keeps its scroll position after a day, with current content', async () => {
    const { roomId, messages } = await aRoomWith(130);
    const room = new RoomPage(ana.page);
    await room.enter(roomId);
    await room.page.goto(`/rooms/${roomId}?message=${messages[19]?.id}`);
    await room.chat.getByText('line 20', { exact: true }).waitFor();
    await goesOffline(room);
    await speakerOf(20).do('chat.edit', { ...about(roomId, messages[19]), text: 'line twenty, a day later' });
    await sendMany(roomId, 520, 'next day');
    await room.page.locator('.message-list').evaluate((list) => {
      const view = list.ownerDocument.defaultView;
      Object.assign(view, { seenElsewhere: 0 });
      new view.MutationObserver(() => {
        if (list.textContent?.includes('next day')) view.seenElsewhere += 1;
      }).observe(list, { subtree: true, childList: true, characterData: true });
    });
    await ana.context.setOffline(false);
    await room.chat.getByText('line twenty, a day later').waitFor();
    // The newest page is not shown either before their position is loaded.
    expect(await room.page.evaluate('seenElsewhere')).toBe(0);
    expect(await room.chat.getByText('line 20', { exact: true }).count()).toBe(0);
    await room.page.getByRole('button', { name: /new message|Jump to latest/ }).click();
    await room.chat.getByText('next day 520', { exact: true }).waitFor();
  });

  it('[B61] opens a link to an old message, also in an open room, and fills the gap in between', async () => {
    const { roomId, messages } = await aRoomWith(300);
    const room = new RoomPage(ana.page);
    await room.page.goto(`/rooms/${roomId}?message=${messages[9]?.id}`);
    const there = room.chat.getByText('line 10', { exact: true });
    await there.waitFor();
    await waitUntil(
      'it is in sight',
      () => there.boundingBox(),
      (box) => box !== null && box.y > 50 && box.y < 850,
    );
    const conversation = room.page.getByRole('region', { name: 'Messages', exact: true });
    await conversation.hover();
    await goesOffline(room);
    await waitUntil(
      'what cannot be loaded now is shown as a gap',
      async () => {
        await room.page.mouse.wheel(0, 300);
        return room.chat.locator('.gap').count();
      },
      (count) => count === 1,
    );
    await ana.context.setOffline(false);
    await waitUntil(
      'back above it',
      async () => {
        await room.page.mouse.wheel(0, -2_000);
        return inOrder(room);
      },
      (lines) => lines.includes(10),
    );
    const seen = new Set<number>();
    await waitUntil(
      'scrolling down leads to the end',
      async () => {
        const lines = await inOrder(room);
        // A gap row marks messages that are not loaded; nothing is left out anywhere else.
        for (const [at, line] of lines.entries()) {
          const before = lines[at - 1];
          if (line !== GAP && before !== undefined && before !== GAP) expect(line).toBe(before + 1);
        }
        for (const line of lines) seen.add(line);
        await room.page.mouse.wheel(0, 300);
        return seen.has(300);
      },
      (is) => is,
      120_000,
    );
    expect([100, 150, 200, 250].filter((line) => !seen.has(line))).toEqual([]);
    await live.do('chat.send', { roomId, clientId: randomUUID(), text: `<@${ana.me.id}> back to the beginning` });
    await room.page.evaluate(`history.pushState({}, '', '/rooms/${roomId}')`);
    await room.page.goto(`/rooms/${roomId}?message=${messages[0]?.id}`);
    await room.chat.getByText('line 1', { exact: true }).waitFor();
    await room.page.goto(`/rooms/${roomId}?message=${randomUUID()}`);
    await room.page.getByText('This message was deleted.').waitFor();
  });

  it('[B62] updates controls with the reason when the role changes, and tells a removed member', async () => {
    const { roomId } = await aRoomWith(1);
    const room = new RoomPage(bo.page);
    await room.enter(roomId);
    const field = bo.page.getByRole('textbox', { name: 'Message' });
    await field.waitFor();
    const owner = await connect(app.url, ana.client.cookieHeader);
    const bos = () => ({ roomId, clientId: randomUUID(), userId: bo.me.id });
    const readsOnly = async (why: RegExp) => {
      await bo.page.getByText(why).first().waitFor();
      await field.waitFor({ state: 'detached' });
      await room.prompt.and(bo.page.locator('[contenteditable="false"]')).waitFor();
      await room.renderButton.waitFor({ state: 'detached' });
    };
    const writesAgain = async () => {
      await field.waitFor();
      await room.renderButton.waitFor();
      await room.prompt.and(bo.page.locator('[contenteditable="true"]')).waitFor();
    };
    await owner.do('rooms.setRole', { ...bos(), role: 'viewer' });
    await readsOnly(/You’re a viewer in this room/);
    await owner.do('rooms.setRole', { ...bos(), role: 'editor' });
    await writesAgain();
    await owner.do('rooms.mute', { ...bos(), minutes: 60 });
    await readsOnly(/An owner muted you until/);
    await owner.do('rooms.mute', { ...bos(), minutes: null });
    await writesAgain();
    await owner.do('rooms.archive', { roomId, clientId: randomUUID(), on: true });
    await readsOnly(/This room is archived/);
    await owner.do('rooms.archive', { roomId, clientId: randomUUID(), on: false });
    await writesAgain();
    await owner.do('rooms.update', { roomId, clientId: randomUUID(), changes: { name: 'Another name' } });
    await bo.page.getByRole('heading', { name: 'Another name', level: 1 }).waitFor();
    await owner.do('rooms.kick', bos());
    await bo.page.getByText('An owner kicked you.').waitFor();
    await bo.page.getByRole('button', { name: 'Rejoin' }).click();
    await writesAgain();
    await owner.do('rooms.ban', { ...bos(), on: true, reason: 'enough' });
    await bo.page.getByText('An owner banned you from this room.').waitFor();
    owner.close();
  });

  it('[B63] keeps letters typed just before the tab closes', async () => {
    const { roomId } = await aRoomWith(0);
    const room = new RoomPage(ana.page);
    let text = '';
    await room.enter(roomId);
    for (const part of ['one ', 'two ', 'three ', 'four ']) {
      const before = text;
      await waitUntil(
        'the prompt is there',
        () => room.text(),
        (now) => before === '' || now === before,
      );
      await room.prompt.press('End');
      const loaded = room.page.waitForEvent('load');
      await room.page.evaluate(`document.execCommand('insertText', false, '${part}'); location.reload()`);
      await loaded;
      await room.renderButton.waitFor();
      text += part;
    }
    await room.waitForPrompt(text);
  });
});
