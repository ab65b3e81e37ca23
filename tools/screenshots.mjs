/**
 * `node tools/screenshots.mjs FOLDER`: takes screenshots of the sign-in, the home, the lobby, a room with two users and all its
 * dialogs, the admin page, and the setup, at three widths and in both languages and themes. Images are rendered by the bundled
 * model on a server of its own.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { endAllOnSignal } from './processes.mjs';
import { command, logStep, UserError } from './console.mjs';
import { withServer } from './screenshots/server.mjs';
import { enter, fillRoom, HEIGHTS, prompt, SCENES, signUp, steerAndStop, visit } from './screenshots/demo-room.mjs';
import { shootDialogs } from './screenshots/dialogs.mjs';

const WIDTHS = [1440, 768, 360];
const LANGUAGES = ['en', 'zh'];
const THEMES = ['light', 'dark'];
const LOOKS = LANGUAGES.flatMap((language) =>
  THEMES.flatMap((theme) => WIDTHS.map((width) => ({ language, theme, width }))),
);

async function shoot(page, folder, screen, { language, theme, width }) {
  await page.locator('html').evaluate((html) => html.ownerDocument.fonts.ready);
  await page.screenshot({ path: join(folder, `${screen}-${width}-${language}-${theme}.png`) });
}

async function shootSignIn(browser, url, folder, look) {
  const page = await visit(browser, url, look);
  await page.goto('/sign-in');
  await page.locator('footer span').waitFor({ state: 'attached' });
  await shoot(page, folder, 'sign-in', look);
  await page.goto('/');
  await page.locator('.hero img, .hero canvas').first().waitFor();
  await shoot(page, folder, 'home', look);
  await page.context().close();
}

/** Takes screenshots of the lobby, a room during a steered take, and the room's dialogs. */
async function shootRoom(page, folder, room, look) {
  await page.request.patch('/api/me', { data: { language: look.language, theme: look.theme } });
  await page.setViewportSize({ width: look.width, height: HEIGHTS[look.width] });
  await page.goto('/rooms');
  await page.locator(`a[href^="/rooms/${room.id}"]`).first().waitFor();
  await page.waitForLoadState('networkidle');
  await shoot(page, folder, 'lobby', look);
  await enter(page, room);
  await steerAndStop(page, SCENES[look.language], async () => {
    await page.locator('.render').focus();
    await shoot(page, folder, 'room', look);
  });
  await shootDialogs(page, (name) => shoot(page, folder, name, look));
  await page.goto('/admin');
  await page.locator('.pool-entries').waitFor();
  await shoot(page, folder, 'admin', look);
  await page.goto('/setup');
  await page.locator('.setup-preview').waitFor();
  await shoot(page, folder, 'setup', look);
  await page.goto('/me/lending');
  await page.locator('#own-renderers').waitFor();
  await shoot(page, folder, 'lending', look);
}

async function takeScreenshots(browser, url, folder, becomeAdmin) {
  const pages = [await signUp(browser, url, 'Mira'), await signUp(browser, url, '小满')];
  await becomeAdmin('Mira');
  const rooms = {};
  for (const language of LANGUAGES) rooms[language] = await fillRoom(pages, SCENES[language]);
  for (const look of LOOKS) {
    await shootSignIn(browser, url, folder, look);
    await enter(pages[1], rooms[look.language]);
    await prompt(pages[1]).focus();
    await shootRoom(pages[0], folder, rooms[look.language], look);
    logStep(`${look.width} px, ${look.language}, ${look.theme}`);
  }
}

await command(async () => {
  endAllOnSignal();
  const [folderArgument] = process.argv.slice(2);
  if (!folderArgument) {
    throw new UserError('The folder for the screenshots is missing.', 'node tools/screenshots.mjs FOLDER');
  }
  const folder = resolve(folderArgument);
  mkdirSync(folder, { recursive: true });
  await withServer((browser, url, becomeAdmin) => takeScreenshots(browser, url, folder, becomeAdmin));
});
