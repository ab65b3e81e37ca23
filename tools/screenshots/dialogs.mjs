import { readFile } from 'node:fs/promises';

import { escape } from './demo-room.mjs';

/** Names of buttons in both languages. */
const WORDS = {
  large: /^(Open full size|查看大图)$/,
  download: /^(Download PNG|下载 PNG)$/,
  startFrom: /^(Use as init image|用作起始图)$/,
  paint: /^(Paint mask|绘制蒙版)/,
  noise: /^(Remove init image|移除起始图)$/,
  help: /^(Prompt syntax|提示词语法)$/,
};
const press = (page, name) => page.getByRole('button', { name }).click();

/** Drops a file on the page. */
async function drop(page, name, bytes) {
  await page.locator('html').evaluate(
    (html, { name, base64 }) => {
      const { DataTransfer, DragEvent, File, atob } = html.ownerDocument.defaultView;
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
      html.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    },
    { name, base64: bytes.toString('base64') },
  );
}

/**
 * Opens the dialogs of a room with a finished take: take, mask, LoRAs, prompt syntax, and image import. Calls
 * `shoot(name)` in each.
 */
export async function shootSurfaces(page, shoot) {
  await press(page, WORDS.large);
  await page.locator('dialog[open] img').first().waitFor();
  await shoot('take');
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: WORDS.download }).click();
  const png = await readFile(await (await coming).path());
  await press(page, WORDS.startFrom);
  const fold = page.locator('.settings-fold .opener[aria-expanded="false"]');
  if (await fold.count()) await fold.click();
  await press(page, WORDS.paint);
  const surface = page.getByRole('application');
  await surface.focus();
  for (let times = 0; times < 12; times++) await page.keyboard.press('Shift+ArrowRight');
  await shoot('mask');
  await escape(page);
  await page.locator('.start-image').scrollIntoViewIfNeeded();
  await shoot('settings');
  await press(page, WORDS.noise);
  await page.locator('.lora-list .add button').click();
  await page.locator('dialog[open] .list li').first().waitFor();
  await shoot('loras');
  await escape(page);
  await press(page, WORDS.help);
  await shoot('grammar');
  await escape(page);
  await drop(page, 'image.png', png);
  await page.locator('dialog[open] dl').waitFor();
  await shoot('import');
  await escape(page);
}
