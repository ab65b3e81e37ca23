/**
 * `node tools/screenshots.mjs FOLDER`: pictures of the sign-in, the lobby, a room in which two people work with all its
 * dialogs, and the admin's screen, at three widths, in both languages and themes, rendered by the embedded model on a
 * server of its own.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { bootstrap } from './bootstrap.mjs';
import { build } from './build.mjs';
import { capture, end, endAllOnSignal, start } from './processes.mjs';
import { providePrograms } from './programs.mjs';
import { command, say, Stop } from './say.mjs';
import { shootSurfaces } from './screenshot-surfaces.mjs';

const WIDTHS = [1440, 768, 360];
const HEIGHTS = { 1440: 900, 768: 1024, 360: 740 };
const LANGUAGES = ['en', 'zh'];
const THEMES = ['light', 'dark'];
const LOOKS = LANGUAGES.flatMap((language) =>
  THEMES.flatMap((theme) => WIDTHS.map((width) => ({ language, theme, width }))),
);
/** So many that a picture of the middle is no race. */
const STEPS = 150;
const PASSWORD = 'only for pictures';
const DEADLINE_MS = 300_000;

const SCENES = {
  en: {
    room: { name: 'Night sketches', topic: 'Animals after dark, one line at a time', language: 'en' },
    takes: ['a fox in the snow', 'a panda in the forest', 'a blue whale underwater'],
    now: 'an owl in the forest at night',
    then: 'an owl in the snow at night',
    chat: ['Shall we start with the fox?', 'Yes, and snow behind it', 'I love how the tail came out'],
  },
  zh: {
    room: { name: '夜航画室', topic: '一人一句，画夜里的动物', language: 'zh' },
    takes: ['雪地里的狐狸', '森林里的熊猫', '海底的鲸鱼'],
    now: '夜晚森林里的猫头鹰',
    then: '夜晚雪地里的猫头鹰',
    chat: ['先画狐狸吗？', '好，后面加雪', '尾巴画得真好'],
  },
};

async function startServer({ node, env }, folder) {
  const settings = {
    PORT: '0',
    HOST: '127.0.0.1',
    DATA_DIR: join(folder, 'data'),
    LOG_LEVEL: 'warn',
    NEW_ACCOUNT_HOURS: '0',
  };
  const args = ['--import', './tools/stop-with-parent.mjs', 'dist/apps/server/src/main.js'];
  const child = start(node, args, { env: { ...env, ...settings }, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const url = await new Promise((found, failed) => {
    let said = '';
    child.stdout.on('data', (part) => {
      said += part;
      const address = /ready at http:\/\/localhost:(\d+)/.exec(said);
      if (address) found(`http://127.0.0.1:${address[1]}`);
    });
    child.once('exit', (code) => failed(new Stop(`The server ended with ${code}.`)));
  });
  return { child, url };
}

/** A browser of their own for each person. */
async function visit(browser, url, { language = 'en', theme = 'light', width = 1440 } = {}) {
  const context = await browser.newContext({
    ...{ baseURL: url, colorScheme: theme, locale: language === 'zh' ? 'zh-CN' : 'en-GB' },
    viewport: { width, height: HEIGHTS[width] },
    deviceScaleFactor: width === 360 ? 2 : 1,
  });
  context.setDefaultTimeout(DEADLINE_MS);
  return context.newPage();
}

async function post(page, path, data) {
  const answer = await page.request.post(path, { data });
  if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}: ${await answer.text()}`);
  return answer.json();
}

async function signUp(browser, url, name) {
  const page = await visit(browser, url);
  await post(page, '/api/accounts', { name, password: PASSWORD, language: 'en', theme: 'light' });
  return page;
}

const prompt = (page) => page.getByRole('textbox', { name: /^(Prompt|提示词)$/ });

/** @returns once the other one reads it too: who renders takes the words as they see them */
async function write(page, other, text) {
  await prompt(page).fill(text);
  await page.keyboard.press('End');
  await prompt(other).getByText(text, { exact: true }).waitFor();
}

async function enter(page, room) {
  await page.goto(`/rooms/${room.id}`);
  await page.locator('.render').waitFor();
}

/** Two people talk, write and render until the room looks lived in. */
async function stage([first, second], { room: wanted, takes, chat, now }) {
  const room = await post(first, '/api/rooms', { ...wanted, visibility: 'public' });
  for (const page of [first, second]) await enter(page, room);
  for (const [at, text] of chat.entries()) {
    const page = at % 2 === 0 ? first : second;
    await page.getByRole('textbox', { name: 'Message' }).fill(text);
    await page.keyboard.press('Enter');
    await first.locator('.message-list').getByText(text, { exact: true }).waitFor();
  }
  for (const [at, text] of takes.entries()) {
    const [writer, reader] = at % 2 === 0 ? [first, second] : [second, first];
    await write(writer, reader, text);
    await first.locator('.render').click();
    await first.getByRole('img', { name: `Picture 1 of take ${at + 1}:` }).waitFor();
    say(`${wanted.name}: ${text}`);
  }
  await write(second, first, now);
  await first.getByRole('textbox', { name: 'Steps, exactly' }).fill(String(STEPS));
  await first.keyboard.press('Enter');
  await second
    .getByRole('slider', { name: 'Steps' })
    .and(second.locator(`[value="${STEPS}"]`))
    .waitFor();
  return room;
}

async function shoot(page, folder, screen, { language, theme, width }) {
  await page.locator('html').evaluate((html) => html.ownerDocument.fonts.ready);
  await page.screenshot({ path: join(folder, `${screen}-${width}-${language}-${theme}.png`) });
}

async function shootDoor(browser, url, folder, look) {
  const page = await visit(browser, url, look);
  await page.goto('/sign-in');
  await page.locator('footer span').waitFor({ state: 'attached' });
  await shoot(page, folder, 'sign-in', look);
  await page.context().close();
}

/** The room in the middle of a take that was steered, its dialogs, and the lobby that shows it. */
async function shootRoom(page, folder, room, look) {
  await page.request.patch('/api/me', { data: { language: look.language, theme: look.theme } });
  await page.setViewportSize({ width: look.width, height: HEIGHTS[look.width] });
  await page.goto('/rooms');
  await page.locator(`article a[href="/rooms/${room.id}"]`).waitFor();
  await page.waitForLoadState('networkidle');
  await shoot(page, folder, 'lobby', look);
  await enter(page, room);
  await page.locator('.render').click();
  await page.mouse.move(0, 0);
  const running = page.locator('.take-progress i.now');
  await running.and(page.locator(`:nth-child(n + ${STEPS / 5})`)).waitFor({ state: 'attached' });
  const words = SCENES[look.language];
  await prompt(page).fill(words.then);
  await page.keyboard.press('Control+Shift+Enter');
  await page.locator('.step-marks li').first().waitFor({ state: 'attached' });
  await prompt(page).fill(words.now);
  await page.locator('.render').focus();
  await shoot(page, folder, 'room', look);
  // Stop here: the next shots are of a take that has a picture.
  await page.locator('.take-progress .actions .outline').first().click();
  await running.waitFor({ state: 'detached' });
  await page.locator('.take-picture img').first().waitFor();
  await shootSurfaces(page, (name) => shoot(page, folder, name, look));
  await page.goto('/admin');
  await page.locator('.pool-entries').waitFor();
  await shoot(page, folder, 'admin', look);
}

/** Somebody who may see the admin's screen. */
async function appoint({ node, env }, temporary, name) {
  const settings = { DATA_DIR: join(temporary, 'data') };
  const { code, output } = await capture(node, ['dist/apps/cli/src/main.js', 'admin', name], {
    env: { ...env, ...settings },
  });
  if (code !== 0) throw new Stop(`${name} could not become an admin: ${output.trim()}`);
}

async function takeAll(browser, url, folder, becomeAdmin) {
  const people = [await signUp(browser, url, 'Mira'), await signUp(browser, url, '小满')];
  await becomeAdmin('Mira');
  const rooms = {};
  for (const language of LANGUAGES) rooms[language] = await stage(people, SCENES[language]);
  for (const look of LOOKS) {
    await shootDoor(browser, url, folder, look);
    await enter(people[1], rooms[look.language]);
    await prompt(people[1]).focus();
    await shootRoom(people[0], folder, rooms[look.language], look);
    say(`${look.width} px, ${look.language}, ${look.theme}`);
  }
}

await command(async () => {
  endAllOnSignal();
  const [target] = process.argv.slice(2);
  if (!target) throw new Stop('Where shall the pictures go?', 'node tools/screenshots.mjs FOLDER');
  const folder = resolve(target);
  mkdirSync(folder, { recursive: true });
  const run = await bootstrap();
  await build(run);
  const { chromium: executablePath } = await providePrograms({ mysql: false, redis: false });
  const { chromium } = await import('playwright-core');
  const temporary = mkdtempSync(join(tmpdir(), 'visionary-pictures-'));
  const { child, url } = await startServer(run, temporary);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    await takeAll(browser, url, folder, (name) => appoint(run, temporary, name));
  } finally {
    await browser.close();
    await end(child);
    rmSync(temporary, { recursive: true, force: true });
  }
});
