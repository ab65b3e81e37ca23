/**
 * What a new take costs a page of a room that shows many: main-thread time of a browser from the command to the image in the
 * strip, with few and with many takes loaded. The takes are copies of one that was rendered.
 *
 *     npm run bench -- takes-strip [takes] [rounds]
 */
import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { chromium } from 'playwright-core';

import { providePrograms } from '../../tools/test-dependencies.mjs';
import { openRoom, startServer } from './support/bench-server.mjs';
import { median, rounded } from './support/figures.mjs';

const [many = '500', rounds = '7'] = process.argv.slice(2);
const FEW = 10;
const DEADLINE_MS = 60_000;
/** How long a page gets for what follows a finished take: frames, the image, its thumbnail. */
const SHOWN_AFTER_MS = 700;

async function requestOf(url, roomId) {
  const { models } = await (await fetch(`${url}/api/models`)).json();
  const settings = { ...models[0].recommended, steps: 1, seed: 1 };
  return () => ({ roomId, clientId: randomUUID(), prompt: 'a red fox in the snow', negative: '', settings });
}

/** Writes copies of the first take, numbered on from it. */
function copyTakes(data, roomId, count) {
  const database = new Sqlite(join(data, 'visionary.sqlite'), { timeout: DEADLINE_MS });
  const row = database.prepare('select * from take where room_id = ? order by number').get(roomId);
  const { top } = database.prepare('select max(number) as top from take where room_id = ?').get(roomId);
  const columns = Object.keys(row);
  const insert = database.prepare(
    `insert into take (${columns.join(', ')}) values (${columns.map((name) => `@${name}`).join(', ')})`,
  );
  database.transaction(() => {
    for (let number = top + 1; number <= count; number++) insert.run({ ...row, id: randomUUID(), number });
    database.prepare('update take_counter set last_number = ? where room_id = ?').run(Math.max(top, count), roomId);
  })();
  database.close();
}

const metricsOf = async (session) =>
  Object.fromEntries((await session.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value]));

/** Opens the room and loads all its takes. */
async function openPage(browser, { url, roomId, count }) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(DEADLINE_MS);
  await page.goto(`${url}/rooms/${roomId}`);
  const strip = page.locator('.takes-strip');
  await strip.getByText(/done/).waitFor();
  const shown = async () => Number(/(\d+) done/.exec(await strip.locator('header').innerText())?.[1]);
  while ((await shown()) < count) {
    await strip.getByRole('button', { name: 'Older' }).click();
    await later(20);
  }
  await page.waitForLoadState('networkidle');
  return page;
}

/** Main-thread time of the page from the command until the image is shown. Nothing else is asked of the page meanwhile. */
async function measureNewTake(session, render) {
  const before = await metricsOf(session);
  await render();
  await later(SHOWN_AFTER_MS);
  const after = await metricsOf(session);
  const ms = (name) => (after[name] - before[name]) * 1000;
  return { taskMs: ms('TaskDuration'), layoutMs: ms('LayoutDuration') + ms('RecalcStyleDuration') };
}

async function measure(browser, target, render) {
  const page = await openPage(browser, target);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await measureNewTake(session, render);
  const samples = [];
  for (let round = 0; round < Number(rounds); round++) samples.push(await measureNewTake(session, render));
  const elements = await page.locator('.takes-strip *').count();
  await page.close();
  const figure = (name) => rounded(median(samples.map((sample) => sample[name])));
  return { taskMs: figure('taskMs'), layoutMs: figure('layoutMs'), elements };
}

const { chromium: executablePath } = await providePrograms({ mysql: false, redis: false });
const server = await startServer(resolve('models/visionary-mini'));
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const room = await openRoom(server.url);
  const request = await requestOf(server.url, room.roomId);
  const { roomId } = room;
  const render = async () => {
    const { event } = await room.ask('jam.render', request());
    const take = { roomId, takeId: event.payload.take.id };
    while ((await room.ask('jam.getTake', take)).take.status !== 'finished') await later(50);
  };
  await render();
  copyTakes(server.data, roomId, FEW);
  const few = await measure(browser, { url: server.url, roomId, count: FEW }, render);
  copyTakes(server.data, roomId, Number(many));
  const lots = await measure(browser, { url: server.url, roomId, count: Number(many) }, render);
  room.socket.disconnect();
  console.log(JSON.stringify({ takes: { [FEW]: few, [many]: lots } }, null, 2));
} finally {
  await browser.close();
  await server.end();
}
