import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openUser, type User, waitUntil } from '../support/browser.js';
import { TINY_MODELS } from '../support/jam.js';
import { connect, type LiveClient } from '../support/live-client.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { insertTakes, takeRow } from '../support/finished-takes.js';
import { accessibilityViolations, expectClean } from '../support/page-checks.js';
import { RoomPage } from '../support/room-page.js';
import { createRoom, sendText } from '../support/rooms.js';

const MESSAGES = 100_000;
const TAKES = 500;
/** The most rows in the DOM: a screen and what surrounds it. */
const MOST_ROWS = 100;

describe('a conversation of 100,000 messages', () => {
  let app: RunningApp;
  let mira: User;
  let bo: User;
  let roomId: string;
  let live: LiveClient;
  let ids: readonly string[];
  /** Of another room. */
  let cleo: User;
  let studio: string;

  beforeAll(async () => {
    app = await bootApp({ ...RENDERING, modelsDir: TINY_MODELS });
    mira = await openUser(app.url, 'Mira');
    roomId = (await createRoom(mira, { name: 'The long talk' })).id;
    ids = await fill(join(app.config.dataDir, 'visionary.sqlite'), roomId, mira.me.id);
    bo = await openUser(app.url, 'Bo');
    live = await connect(app.url, bo.client.cookieHeader);
    await live.do('rooms.open', { roomId });
    await new RoomPage(mira.page).enter(roomId);
  });

  const box = () => mira.page.getByRole('region', { name: 'Messages', exact: true });
  /** Rows in the DOM, and the first visible message with its distance from the upper edge, in px. */
  const look = () =>
    box().evaluate((list) => {
      const { top } = list.getBoundingClientRect();
      const rows = [...list.querySelectorAll('.message')];
      const first = rows.find((row) => row.getBoundingClientRect().top >= top);
      const number = Number(/line (\d+)/.exec(first?.textContent ?? '')?.[1] ?? 0);
      return { rows: rows.length, number, at: Math.round((first?.getBoundingClientRect().top ?? 0) - top) };
    });
  const nextFrame = () => box().page().evaluate('new Promise((resolve) => requestAnimationFrame(resolve))');
  /** What is visible once the wheel's scroll has ended and the rows there are drawn. */
  const settled = async () => {
    const [shown] = await waitUntil(
      'nothing moves',
      async () => [await look(), await nextFrame(), await nextFrame(), await look()] as const,
      ([a, , , b]) => a.number > 0 && JSON.stringify(a) === JSON.stringify(b),
    );
    return shown;
  };

  it('[B58] keeps a screen of rows in the DOM and its scroll position while older pages load', async () => {
    await box().getByText(`line ${MESSAGES}`, { exact: true }).waitFor();
    await box().hover();
    let most = 0;
    await waitUntil(
      'many pages came',
      async () => {
        await mira.page.mouse.wheel(0, -3_000);
        const { rows, number } = await look();
        most = Math.max(most, rows);
        return number;
      },
      (number) => number > 0 && number < MESSAGES - 700,
    );
    expect(most).toBeLessThan(MOST_ROWS);
    const { number, at } = await settled();
    await mira.page.getByRole('button', { name: 'Jump to latest' }).waitFor();
    expect(await look()).toMatchObject({ number, at });
  });

  it('[B58] a new message moves nothing, and a button leads to it', async () => {
    const before = await settled();
    for (const text of ['the needle in it', '雾再薄一点']) await sendText({ live }, roomId, text);
    await mira.page.getByRole('button', { name: '2 new messages' }).waitFor();
    expect(await look()).toMatchObject({ number: before.number, at: before.at });
    await mira.page.getByRole('button', { name: '2 new messages' }).click();
    await box().getByText('雾再薄一点', { exact: true }).waitFor();
    // The end is visible, so they are read.
    await mira.page.getByRole('button', { name: /^Jump to latest|new messages$/ }).waitFor({ state: 'detached' });
  });

  it('[B59] search finds and marks words in both languages, and leads to their messages', async () => {
    await mira.page.getByRole('button', { name: 'Search messages' }).click();
    const panel = mira.page.getByRole('region', { name: 'Search messages' });
    const keywords = panel.getByRole('searchbox', { name: 'Keywords' });
    await keywords.fill('NEED');
    await panel.getByText('1 message', { exact: true }).waitFor();
    expect(await panel.locator('mark').allTextContents()).toEqual(['need']);
    await keywords.fill('再薄');
    await panel.locator('mark', { hasText: '再薄' }).waitFor();
    expect(await accessibilityViolations(mira.page)).toEqual([]);
    await panel.getByRole('button', { name: /雾再薄一点/ }).click();
    await box().locator('.message.highlighted', { hasText: '雾再薄一点' }).waitFor();
  });

  it('[B64] a link shows its message in context, and both directions load from there', async () => {
    await mira.page.goto(`/rooms/${roomId}?message=${ids[39_999]}`);
    await box().locator('.message.highlighted', { hasText: 'line 40000' }).waitFor();
    await box().getByText('line 40001', { exact: true }).waitFor();
    await box().hover();
    for (const [wheel, isThere] of [
      [2_000, (number: number) => number > 40_200],
      [-2_000, (number: number) => number < 39_800],
    ] as const) {
      const roll = async () => {
        await mira.page.mouse.wheel(0, wheel);
        return (await look()).number;
      };
      await waitUntil('it goes on', roll, isThere);
    }
    expect((await look()).rows).toBeLessThan(MOST_ROWS);
  });

  it('[B67] a message sent in one tab moves nothing in another', async () => {
    const before = await settled();
    const second = await mira.context.newPage();
    await new RoomPage(second).enter(roomId);
    await second.getByRole('textbox', { name: 'Message' }).fill('from the other tab');
    await second.keyboard.press('Enter');
    const otherList = second.getByRole('region', { name: 'Messages', exact: true });
    await otherList.locator('.message:not(.pending)', { hasText: 'from the other tab' }).waitFor();
    // That tab shows the end, so everything there is read, also for this one.
    await mira.page.getByRole('button', { name: 'Jump to latest' }).waitFor();
    await second.close();
    // Messages arrive in order: once this one is shown, the earlier ones are, too.
    await sendText({ live }, roomId, 'after it');
    await mira.page.getByRole('button', { name: '1 new message', exact: true }).waitFor();
    expect(await look()).toMatchObject({ number: before.number, at: before.at });
  });

  it('[B68] the actions of the topmost message are visible, also when the message is cut off', async () => {
    await mira.page.bringToFront();
    const edges = await box().evaluate((list) => {
      const { top, left } = list.getBoundingClientRect();
      const rows = [...list.querySelectorAll('.message')].map((row) => row.getBoundingClientRect());
      const cut = rows.find((row) => row.bottom > top + 8);
      return { top, x: left + 40, y: Number(cut?.bottom) - 4 };
    });
    await mira.page.mouse.move(edges.x, edges.y);
    const tools = box().getByRole('group', { name: /^Actions for .+ message$/ });
    await tools.waitFor();
    expect((await tools.boundingBox())?.y).toBeGreaterThanOrEqual(edges.top);
  });

  it('[B66] a button leads to the first unread message and its divider when more is unread than loaded', async () => {
    await live.do('chat.markUnread', { roomId, messageId: String(ids[49_999]) });
    await new RoomPage(bo.page).enter(roomId);
    const otherList = bo.page.getByRole('region', { name: 'Messages', exact: true });
    await otherList.getByText('after it', { exact: true }).waitFor();
    const lead = bo.page.getByRole('button', { name: 'Jump to first unread' });
    await lead.waitFor();
    expect(await otherList.locator('.new-line').count()).toBe(0);
    await lead.click();
    await otherList.locator('.message.highlighted', { hasText: 'line 50000' }).waitFor();
    await otherList.locator('.new-line', { hasText: 'New messages' }).waitFor();
    const order = await otherList
      .locator('.new-line, .message')
      .evaluateAll((rows) =>
        rows
          .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
          .map((row) => (row.matches('.new-line') ? 'new' : /line \d+/.exec(row.textContent ?? '')?.[0])),
      );
    expect(order.slice(order.indexOf('new') - 1).slice(0, 3)).toEqual(['line 49999', 'new', 'line 50000']);
  });

  it('[B14] has no serious axe violations with a menu open, and fits a phone of 360 px', async () => {
    await mira.page.getByRole('button', { name: '1 new message', exact: true }).click();
    const row = box().locator('.message', { hasText: '雾再薄一点' });
    await row.hover();
    await row.getByRole('button', { name: 'More' }).click();
    await mira.page.getByRole('menu').waitFor();
    expect(await accessibilityViolations(mira.page)).toEqual([]);
    await mira.page.keyboard.press('Escape');
    await mira.page.setViewportSize({ width: 360, height: 740 });
    await mira.page.getByRole('tab', { name: 'Chat' }).first().click();
    await box().locator('.message').first().waitFor();
    await expectClean(mira.page);
  });

  it('[B271] a strip of 500 takes keeps a screen of them in the page, and one stop of Tab leads to all', async () => {
    cleo = await openUser(app.url, 'Cleo');
    const { page } = cleo;
    studio = (await createRoom(cleo, { name: 'Many takes' })).id;
    const rows = Array.from({ length: TAKES }, (_, at) =>
      takeRow({ roomId: studio, authorId: cleo.me.id, number: at + 1 }),
    );
    await insertTakes(app, ...rows);
    const room = new RoomPage(page);
    await room.enter(studio);
    const shown = () => room.takes.getByRole('listitem').count();
    const loaded = async () => Number(/(\d+) done/.exec(await room.takes.innerText())?.[1]);
    await room.takes.getByText('30 done').waitFor();
    for (let known = await loaded(); known < TAKES; known = await loaded()) {
      await room.takes.getByRole('button', { name: 'Older takes' }).click();
      await waitUntil('more are loaded', loaded, (count) => count > known);
    }
    expect(await shown()).toBeLessThan(40);
    expect(await room.takes.locator('.take-thumb[tabindex="0"]').count()).toBe(1);
    await room.takes.locator('.take-thumb[tabindex="0"]').focus();
    for (const [key, number] of [
      ['ArrowRight', TAKES - 1],
      ['End', 1],
      ['ArrowLeft', 2],
      ['Home', TAKES],
    ] as const) {
      await page.keyboard.press(key);
      await room.takes.locator('.take-thumb:focus', { hasText: `Take ${number}.` }).waitFor();
    }
    const item = room.takes.getByRole('listitem').filter({ hasText: `Take ${TAKES - 1}.` });
    expect([await item.getAttribute('aria-posinset'), await item.getAttribute('aria-setsize')]).toEqual([
      '2',
      `${TAKES}`,
    ]);
    expect(await shown()).toBeLessThan(40);
    expect(await accessibilityViolations(page)).toEqual([]);
  });

  it('[B273] a link puts a take on the canvas that is older than the loaded ones, and reports one that is missing', async () => {
    const { page } = cleo;
    await page.goto(`/rooms/${studio}?take=3`);
    await page.getByRole('region', { name: 'Take 3', exact: true }).waitFor();
    expect(await page.getByRole('region', { name: 'Takes', exact: true }).innerText()).toContain('30 done');
    await page.goto(`/rooms/${studio}?take=${TAKES + 1}`);
    await page.getByText(`There’s no take ${TAKES + 1} in this room.`).waitFor();
    await page.getByRole('region', { name: `Take ${TAKES}`, exact: true }).waitFor();
  });
});

/** Writes the messages directly into the tables: over the socket it would take an hour. */
async function fill(file: string, roomId: string, authorId: string): Promise<string[]> {
  const db = new Database(file);
  db.exec('pragma busy_timeout = 20000');
  const [{ last_seq: before }] = db.prepare('select last_seq from room where id = ?').all(roomId) as [
    { last_seq: number },
  ];
  const insert = db.prepare(
    'insert into message (id, room_id, seq, author_id, client_id, text, at) values (?, ?, ?, ?, ?, ?, ?)',
  );
  const from = Date.now() - MESSAGES * 20_000;
  const ids: string[] = [];
  db.exec('begin immediate');
  for (let n = 1; n <= MESSAGES; n++) {
    const id = randomUUID();
    ids.push(id);
    // Notices connections that the server closes meanwhile.
    if (n % 2_000 === 0) await new Promise((resolve) => setImmediate(resolve));
    insert.run(id, roomId, before + n, authorId, randomUUID(), `line ${n}`, from + n * 20_000);
  }
  db.prepare('update room set last_seq = ? where id = ?').run(before + MESSAGES, roomId);
  db.exec('commit');
  db.close();
  return ids;
}
