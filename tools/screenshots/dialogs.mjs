import { readFile } from 'node:fs/promises';

import { closeDialog } from './demo-room.mjs';

/** Names of buttons in both languages. */
const BUTTON_NAMES = {
  openFullSize: /^(Open full size|查看大图)$/,
  download: /^(Download PNG|下载 PNG)$/,
  useAsInitImage: /^(Use as init image|用作起始图)$/,
  paint: /^(Paint mask|绘制蒙版)/,
  removeInitImage: /^(Remove init image|移除起始图)$/,
  help: /^(How to write a prompt|怎样写提示词)$/,
};
const press = (page, name) => page.getByRole('button', { name }).click();

/** Drops a file on the page. */
async function drop(page, name, bytes) {
  await page.locator('html').evaluate(
    (html, { name, base64 }) => {
      const { DataTransfer, DragEvent, File, atob } = html.ownerDocument.defaultView;
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], name));
      html.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    },
    { name, base64: bytes.toString('base64') },
  );
}

/**
 * Opens the dialogs of a room with a finished take: take, mask, LoRAs, prompt syntax, and image import. Calls
 * `shoot(name)` in each.
 */
export async function shootDialogs(page, shoot) {
  await press(page, BUTTON_NAMES.openFullSize);
  await page.locator('dialog[open] img').first().waitFor();
  await shoot('take');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: BUTTON_NAMES.download }).click();
  const png = await readFile(await (await download).path());
  await press(page, BUTTON_NAMES.useAsInitImage);
  const settingsToggle = page.locator('.settings-fold .opener[aria-expanded="false"]');
  if (await settingsToggle.count()) await settingsToggle.click();
  await press(page, BUTTON_NAMES.paint);
  const maskEditor = page.getByRole('application');
  await maskEditor.focus();
  for (let i = 0; i < 12; i++) await page.keyboard.press('Shift+ArrowRight');
  await shoot('mask');
  await closeDialog(page);
  await page.locator('.init-image').scrollIntoViewIfNeeded();
  await shoot('settings');
  await press(page, BUTTON_NAMES.removeInitImage);
  await page.locator('.lora-list .add button').click();
  await page.locator('dialog[open] .list li').first().waitFor();
  await shoot('loras');
  await closeDialog(page);
  await press(page, BUTTON_NAMES.help);
  await shoot('grammar');
  await closeDialog(page);
  await drop(page, 'image.png', png);
  await page.locator('dialog[open] dl').waitFor();
  await shoot('import');
  await closeDialog(page);
}
