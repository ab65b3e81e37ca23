/**
 * `node tools/guide-screenshots.mjs [FOLDER]`: takes the screenshots of docs/guide and docs/operate in both
 * languages.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { at } from './paths.mjs';
import { endAllOnSignal } from './processes.mjs';
import { command, logStep } from './console.mjs';
import { shootGuide } from './screenshots/guide.mjs';
import { reportImages } from './screenshots/reports.mjs';
import { withServer } from './screenshots/server.mjs';
import { enter, fillRoom, prompt, SCENES, signUp } from './screenshots/demo-room.mjs';

const SAMPLES = 14;
const SIZE = { width: 1280, height: 800 };
/** Small enough for a repository, and still readable. */
const WEBP = { quality: 80, effort: 6 };

async function takeScreenshots(browser, url, folder, becomeAdmin) {
  const { default: sharp } = await import('sharp');
  const pages = [await signUp(browser, url, 'Mira'), await signUp(browser, url, '小满')];
  await becomeAdmin('Mira');
  const [mira, xiaoman] = pages;
  for (const page of pages) await page.setViewportSize(SIZE);
  await reportImages(xiaoman);
  for (const language of ['en', 'zh']) {
    await mira.request.patch('/api/me', { data: { language: 'en' } });
    const room = await fillRoom(pages, SCENES[language]);
    await mira.request.patch('/api/me', { data: { language } });
    await enter(xiaoman, room);
    await prompt(xiaoman).focus();
    mkdirSync(join(folder, language), { recursive: true });
    await shootGuide(mira, room, language, SCENES[language], async (name) => {
      await mira.locator('html').evaluate((html) => html.ownerDocument.fonts.ready);
      await sharp(await mira.screenshot())
        .webp(WEBP)
        .toFile(join(folder, language, `${name}.webp`));
      logStep(`${language}/${name}.webp`);
    });
  }
}

await command(async () => {
  endAllOnSignal();
  const folder = resolve(process.argv[2] ?? at('docs/images/guide'));
  await withServer((browser, url, becomeAdmin) => takeScreenshots(browser, url, folder, becomeAdmin), SAMPLES);
});
