/**
 * `node tools/guide-screenshots.mjs [FOLDER]`: takes the screenshots of docs/guide and docs/operate in both
 * languages.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { bootstrap } from './bootstrap.mjs';
import { build } from './build.mjs';
import { at } from './paths.mjs';
import { capture, end, endAllOnSignal } from './processes.mjs';
import { providePrograms } from './test-dependencies.mjs';
import { command, say, Stop } from './console.mjs';
import { shootGuide } from './screenshots/guide.mjs';
import { reportPictures } from './screenshots/reports.mjs';
import { appoint, startServer } from './screenshots/server.mjs';
import { enter, prompt, SCENES, signUp, stage } from './screenshots/demo-room.mjs';

const SIZE = { width: 1280, height: 800 };
/** Small enough for a repository, and still readable. */
const WEBP = { quality: 80, effort: 6 };

/**
 * Also removes samples, because seeding writes files to the models folder.
 * @param {string[]} how `--count N`, or `--remove`
 */
async function seed({ node, env }, folder, how) {
  const words = ['dist/apps/cli/src/main.js', 'seed', ...how];
  const { code, output } = await capture(node, words, { env: { ...env, DATA_DIR: join(folder, 'data') } });
  if (code !== 0) throw new Stop(`The server could not be seeded: ${output.trim()}`);
}

async function takeAll(browser, url, folder, becomeAdmin) {
  const { default: sharp } = await import('sharp');
  const people = [await signUp(browser, url, 'Mira'), await signUp(browser, url, '小满')];
  await becomeAdmin('Mira');
  const [mira, xiaoman] = people;
  for (const page of people) await page.setViewportSize(SIZE);
  await reportPictures(xiaoman);
  for (const language of ['en', 'zh']) {
    await mira.request.patch('/api/me', { data: { language: 'en' } });
    const room = await stage(people, SCENES[language]);
    await mira.request.patch('/api/me', { data: { language } });
    await enter(xiaoman, room);
    await prompt(xiaoman).focus();
    mkdirSync(join(folder, language), { recursive: true });
    await shootGuide(mira, room, SCENES[language], async (name) => {
      await mira.locator('html').evaluate((html) => html.ownerDocument.fonts.ready);
      await sharp(await mira.screenshot())
        .webp(WEBP)
        .toFile(join(folder, language, `${name}.webp`));
      say(`${language}/${name}.webp`);
    });
  }
}

await command(async () => {
  endAllOnSignal();
  const folder = resolve(process.argv[2] ?? at('docs/images/guide'));
  const run = await bootstrap();
  await build(run);
  const { chromium: executablePath } = await providePrograms({ mysql: false, redis: false });
  const { chromium } = await import('playwright-core');
  const temporary = mkdtempSync(join(tmpdir(), 'visionary-guide-'));
  await seed(run, temporary, ['--count', '14']);
  const { child, url } = await startServer(run, temporary);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    await takeAll(browser, url, folder, (name) => appoint(run, temporary, name));
  } finally {
    await browser.close();
    await end(child);
    await seed(run, temporary, ['--remove']);
    rmSync(temporary, { recursive: true, force: true });
  }
});
