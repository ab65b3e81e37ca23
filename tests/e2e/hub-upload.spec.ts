import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page, Request } from 'playwright-core';
import { vectorPath } from '../golden/vectors.js';
import { openUser, type User, waitForCount, waitForValue, PHONE } from '../support/browser.js';
import { onCleanup } from '../support/cleanup.js';
import { modelsWithLoras } from '../support/models-with-loras.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { accessibilityViolations, expectClean } from '../support/page-checks.js';
import { RoomPage } from '../support/room-page.js';
import { createRoom } from '../support/rooms.js';

const LORA = vectorPath('lora/lora_kohya.safetensors');
const UPLOADS = '**/api/hub/uploads/**';

/** Requests to the upload URL. */
function requestsOf(page: Page, method: string): Request[] {
  const all: Request[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/hub/uploads') && request.method() === method) all.push(request);
  });
  return all;
}
/** Drops files on the page as from a file manager. */
async function dropOn(page: Page, paths: readonly string[]): Promise<void> {
  const files = await Promise.all(
    paths.map(async (path) => ({ name: basename(path), base64: (await readFile(path)).toString('base64') })),
  );
  const dataTransfer = await page.evaluateHandle((all) => {
    const { DataTransfer: Transfer } = globalThis as unknown as {
      DataTransfer: new () => { items: { add(file: File): void } };
    };
    const transfer = new Transfer();
    for (const { name, base64 } of all) {
      transfer.items.add(new File([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], name));
    }
    return transfer;
  }, files);
  await page.dispatchEvent('body', 'drop', { dataTransfer });
}
const line = (page: Page, path: string) => page.getByRole('listitem').filter({ hasText: path });

describe('uploading and publishing models', () => {
  let app: RunningApp;
  let mira: User;
  let page: Page;
  let folder: string;

  beforeAll(async () => {
    app = await bootApp({ ...RENDERING, modelsDir: await modelsWithLoras() });
    mira = await openUser(app.url, 'Mira', { goesOffline: true, refused: [429] });
    page = mira.page;
    page.on('dialog', (dialog) => void dialog.accept());
    folder = await mkdtemp(join(tmpdir(), 'visionary-upload-'));
    onCleanup(() => rm(folder, { recursive: true, force: true }));
    await cp(resolve('models/visionary-mini'), join(folder, 'mini'), { recursive: true });
    await writeFile(join(folder, 'old.ckpt'), 'a pickle by its name');
  });

  const ready = () => page.getByText('All checks passed.').waitFor({ timeout: 60_000 });
  const publish = async (name: string, label: string) => {
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
    await page.getByRole('textbox', { name: 'Version', exact: true }).fill(label);
    await page.getByRole('combobox', { name: 'License' }).selectOption({ label: 'CC BY 4.0' });
    await page.getByText('Draft saved.').waitFor();
    await ready();
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.waitForURL(/\/models\/[0-9a-f-]{36}$/);
    await page.getByRole('heading', { name, level: 1 }).waitFor();
  };

  it('[B115] [B118] [B119] a pickle file is rejected before the upload, and a LoRA is recognized and published', async () => {
    const sent = requestsOf(page, 'POST');
    await page.goto('/models/upload');
    await page.getByText(/^0 B of .+ used/).waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.getByLabel('Choose files').setInputFiles([LORA, join(folder, 'old.ckpt')]);
    const refused = line(page, 'old.ckpt');
    await refused.getByText('Pickle files').waitFor();
    await line(page, 'lora_kohya.safetensors')
      .getByText(/^Checked, /)
      .waitFor();
    const button = page.getByRole('button', { name: 'Publish', exact: true });
    await page.getByText('1 file was rejected. Replace it to publish.').waitFor();
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    expect(sent).toHaveLength(1);
    expect(await accessibilityViolations(page)).toEqual([]);
    await refused.getByRole('button', { name: 'Remove old.ckpt' }).click();
    await page.getByText(/^Required: /).waitFor();
    await page.getByText(/LoRA • /).waitFor();
    const other = await mira.context.newPage();
    await other.goto(page.url());
    await other.getByRole('textbox', { name: 'What’s new in this version' }).fill('Softer edges.');
    const notes = page.getByRole('textbox', { name: 'What’s new in this version' });
    await waitForValue(notes, 'Softer edges.');
    await other.close();
    await publish('Wet brush', '1.0');
  });

  it('[B116] [B117] [B123] [B124] a folder upload resumes after a disconnect and a reload, and only rejected files are replaced', async () => {
    const index = join(folder, 'mini/model_index.json');
    const { _name_or_path: _said, ...rest } = JSON.parse(await readFile(index, 'utf8')) as Record<string, unknown>;
    await writeFile(index, JSON.stringify(rest));
    // A file by its creator would give the name and license.
    await rm(join(folder, 'mini/visionary.json'));
    await truncate(join(folder, 'mini/vae_decoder/model.onnx'), 1_000_000);
    await page.goto('/models/upload');
    const cut = await cutAt(page);
    await page.getByLabel('Choose folder').setInputFiles(join(folder, 'mini'));
    await cut.happened;
    await page.getByText(/^Connection lost at \d\d:\d\d\. The upload resumes automatically/).waitFor();
    await mira.context.setOffline(false);
    await page.getByText(/^Connection lost at \d\d:\d\d\. Resumed from 8 MB\./).waitFor();
    await page.reload();
    await page.unroute(UPLOADS);
    await line(page, 'unet/model.onnx')
      .getByText(/uploaded\. Choose or drop the same file to resume/)
      .waitFor();
    const patches = requestsOf(page, 'PATCH');
    await page.getByLabel('Choose folder').setInputFiles(join(folder, 'mini'));
    await line(page, 'unet/model.onnx')
      .getByText(/^Checked, /)
      .waitFor({ timeout: 60_000 });
    expect(patches.map((one) => one.headers()['upload-offset'])).toContain(String(8 * 1024 ** 2));
    const decoder = line(page, 'vae_decoder/model.onnx');
    await decoder.getByText(/^Rejected: /).waitFor();
    await decoder.getByText(/^It ends at byte [\d,]+, where more data is expected/).waitFor();
    await decoder.locator('input[type=file]').setInputFiles(resolve('models/visionary-mini/vae_decoder/model.onnx'));
    await decoder.getByText(/^Checked, /).waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.getByText('Required: license.').waitFor({ timeout: 60_000 });
    // Defaults to the name of the folder.
    expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('mini');
    await publish('墨池', '1.3');
  });

  it('[B120] [B121] both are found and chosen in a room with their trigger words, and a take renders', async () => {
    const { id } = await createRoom(mira, { name: 'Ink and paper' });
    const room = new RoomPage(page);
    await room.enter(id);
    await room.writePrompt('a red fox');
    await page.getByRole('button', { name: /^Model: / }).click();
    const dialog = page.getByRole('dialog', { name: 'Choose model' });
    const search = dialog.getByRole('combobox', { name: 'Search by name, creator, or trigger word' });
    await search.fill('墨');
    await dialog.getByRole('option', { name: /墨池/ }).waitFor();
    // Entries that don't match are filtered out: the first one is the model.
    await dialog.getByRole('option', { name: /visionary-mini/ }).waitFor({ state: 'detached' });
    expect(await accessibilityViolations(page)).toEqual([]);
    await search.press('ArrowDown');
    await search.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: /^Model: 墨池/ }).waitFor();
    await page.getByRole('button', { name: 'LoRA', exact: true }).click();
    const loras = page.getByRole('dialog', { name: 'Choose LoRA' });
    const unusable = loras.getByRole('region', { name: 'Not compatible with this model' });
    const wetBrush = unusable.getByRole('listitem').filter({ hasText: 'Wet brush' });
    await wetBrush.getByText('Its tensor shapes don’t match this model.').waitFor();
    await page.keyboard.press('Escape');
    await room.set('Steps', 2);
    await room.renderButton.click();
    await room.image(1).waitFor({ timeout: 60_000 });
  });

  it('[B122] [B191] fits a phone and Chinese, and a draft is deleted with one click and undo', async () => {
    const lin = await openUser(app.url, '林晓', PHONE);
    await lin.page.goto('/models/upload');
    await lin.page.getByLabel('选择文件', { exact: true }).setInputFiles([LORA, join(folder, 'old.ckpt')]);
    await line(lin.page, 'lora_kohya.safetensors')
      .getByText(/^检查通过，本站已有，只存一份/)
      .waitFor();
    await expectClean(lin.page);
    await lin.page.goto('/models/upload');
    const discard = lin.page.getByRole('button', { name: /^删除草稿 / });
    await discard.click();
    await discard.waitFor({ state: 'hidden' });
    await lin.page.getByRole('button', { name: '撤销' }).click();
    await discard.click();
    await lin.page.getByRole('status').getByRole('button', { name: '关闭' }).click();
    await waitForCount(lin.page.getByText(/^已用 0 B/), 1);
  });

  it('[B220] [B222] several files on the Models page are recognized before they are sent, checked, and published with one form', async () => {
    const golden = (name: string) => resolve('tests/golden/checkpoints/files', name);
    const sent = requestsOf(page, 'POST');
    const dropped = ['lora_locon.safetensors', 'ti_diffusers_sd15.safetensors', 'esrgan_x4_new_keys.safetensors'];
    const drop = async (paths: readonly string[]) => {
      await page.goto('/models');
      await page.getByRole('heading', { name: 'Models', level: 1 }).waitFor();
      await dropOn(page, paths);
    };
    let created = 0;
    await page.route('**/api/hub/drafts', (route) => {
      if (route.request().method() !== 'POST' || created++ > 0) return route.fallback();
      return route.fulfill({ status: 429, json: { code: 'HUB_TOO_MANY_DRAFTS', detail: { limit: 40 } } });
    });
    await drop([...dropped.slice(0, 2).map(golden), join(folder, 'old.ckpt')]);
    await page.getByRole('heading', { name: 'Add models', level: 1 }).waitFor();
    await page.getByLabel('Add files').setInputFiles([golden('esrgan_x4_new_keys.safetensors')]);
    await line(page, 'lora_locon').getByText('LoRA, LoCon rank 4, for SD 1.5').waitFor();
    await line(page, 'ti_diffusers').getByText('written as <gv-style> in a prompt').waitFor();
    await line(page, 'esrgan').getByText('Upscaler, 4 times').waitFor();
    await line(page, 'old.ckpt').getByText('Refused: pickle files can run code').waitFor();
    await line(page, 'lora_locon').getByText('Waits: 40 drafts at most.').waitFor();
    await page.getByRole('button', { name: 'Try again: lora_locon.safetensors' }).click();
    await page.getByText('3 files passed the check.').or(page.getByText('Choose a license.')).waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.getByRole('combobox', { name: 'License' }).selectOption({ label: 'CC BY 4.0' });
    await page.getByRole('button', { name: 'Publish 3 files' }).click();
    await page.getByText('3 files published.').waitFor();
    expect([sent.length, created]).toEqual([3, 4]);
    await line(page, 'ti_diffusers').getByRole('link', { name: 'View' }).click();
    await page.getByRole('heading', { name: 'ti diffusers sd15', level: 1 }).waitFor();
    const already = (name: string) => line(page, name).getByText(/^These files are already published as /);
    await drop(dropped.slice(0, 2).map(golden));
    await already('lora_locon').waitFor();
    await already('ti_diffusers').waitFor();
    expect(created).toBe(6);
    // The page is left, and the files continue in the same drafts.
    await drop(dropped.map(golden));
    for (const name of dropped) await already(name).waitFor();
    expect(created).toBe(7);
    await line(page, 'lora_locon').getByRole('link', { name: 'View' }).click();
    await page.getByRole('heading', { name: 'lora locon', level: 1 }).waitFor();
  });
});

/** Goes offline once, before the second part of the UNet is sent; its later parts don't arrive at all. */
async function cutAt(page: Page): Promise<{ readonly happened: Promise<void> }> {
  let tell: () => void = () => undefined;
  const happened = new Promise<void>((done) => (tell = done));
  let isCut = false;
  await page.route(UPLOADS, async (route) => {
    const request = route.request();
    const isSecond = request.method() === 'PATCH' && Number(request.headers()['upload-offset']) > 0;
    if (!isSecond) return route.continue();
    if (isCut) return undefined;
    isCut = true;
    await page.context().setOffline(true);
    await route.abort('internetdisconnected');
    tell();
    return undefined;
  });
  return { happened };
}
