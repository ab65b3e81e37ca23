import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type DraftView, LIMITS } from '@visionary/contract';
import type { Page } from 'playwright-core';
import { openUser, type User } from '../support/browser.js';
import { readAddition } from '../../libs/diffusion/additions.js';
import { modelsWithAdditions, vaeFile } from '../support/additions.js';
import { modelsWithLoras } from '../support/models-with-loras.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { accessibilityViolations } from '../support/page-checks.js';
import { publishModel } from '../support/published-models.js';
import { RoomPage } from '../support/room-page.js';
import { splitVae } from '../support/split-vae.js';

const golden = (name: string) => resolve('tests/golden/checkpoints/files', `${name}.safetensors`);
const row = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name });
const chooseFiles = (page: Page, names: readonly string[]) =>
  page.getByLabel(/^(Choose|Add) files$/).setInputFiles(names.map(golden));

describe('the page Add models', () => {
  let app: RunningApp;
  let mira: User;
  let page: Page;

  beforeAll(async () => {
    app = await bootApp({ ...RENDERING, modelsDir: await modelsWithAdditions(await modelsWithLoras()) });
    mira = await openUser(app.url, 'Mira');
    page = mira.page;
    page.on('dialog', (dialog) => void dialog.accept());
  });
  const drafts = async () =>
    ((await (await page.request.get('/api/hub/drafts')).json()) as { drafts: DraftView[] }).drafts;

  it('[B223] [B250] rows come back after a reload, and uploads that were cut off continue when their files are chosen again', async () => {
    const [lora, word, ...cutOff] = ['lora_locon', 'ti_a1111_sd15', 'esrgan_x4_new_keys', 'lora_dora', 'lora_lokr'];
    await page.goto('/models/upload');
    await chooseFiles(page, [lora ?? '', word ?? '']);
    await page.getByText('2 files passed the check.').or(page.getByText('Choose a license.')).waitFor();
    await page.route('**/api/hub/uploads/**', (route) =>
      route.request().method() === 'PATCH' ? undefined : route.continue(),
    );
    await chooseFiles(page, cutOff);
    await row(page, 'lora_lokr')
      .getByText(/^Queued/)
      .waitFor();
    await row(page, 'lora_dora').getByRole('progressbar').waitFor();
    await page.reload();
    await page.unroute('**/api/hub/uploads/**');
    await row(page, 'lora_locon').getByText('LoRA, LoCon rank 4, for SD 1.5').waitFor();
    await row(page, 'lora_locon').getByText('Checked and test-rendered').waitFor();
    await row(page, 'ti_a1111')
      .getByText(/^Embedding, /)
      .waitFor();
    for (const name of cutOff.slice(0, 2)) {
      await row(page, name)
        .getByText(/uploaded\. Choose or drop the same file to resume\.$/)
        .waitFor();
    }
    await row(page, 'lora_lokr').getByText('Its upload did not start.').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await chooseFiles(page, cutOff);
    for (const name of cutOff) {
      await row(page, name)
        .getByText(/^Checked/)
        .waitFor();
    }
    await page.getByRole('button', { name: 'Remove lora_lokr.safetensors' }).click();
    await row(page, 'lora_lokr').waitFor({ state: 'detached' });
    const license = page.getByRole('combobox', { name: 'License' });
    await page.getByRole('button', { name: 'Publish 4 files' }).press('Enter');
    await license.and(page.locator(':focus')).waitFor();
    await license.selectOption({ label: 'CC BY 4.0' });
    await page.getByRole('button', { name: 'Publish 4 files' }).click();
    await page.getByText('4 files published.').waitFor();
    expect(await drafts()).toEqual([]);
    await page.reload();
    await page.getByRole('heading', { name: 'Add models', level: 1 }).waitFor();
  });

  it('[B229] [B230] [B239] a ControlNet and an upscaler are tried in a room, and the page of a preview decoder says how it is used', async () => {
    const [control, upscaler, decoder] = ['controlnet_diffusers', 'esrgan_x2_new_keys', 'taesd_decoder'] as const;
    await page.goto('/models/upload');
    await chooseFiles(page, [control, upscaler, decoder]);
    await row(page, decoder).getByText('Sharper previews while a model renders.').waitFor();
    await page.getByRole('combobox', { name: 'License' }).selectOption({ label: 'CC BY 4.0' });
    await page.getByRole('button', { name: 'Publish 3 files' }).click();
    await page.getByText('3 files published.').waitFor();
    await row(page, decoder).getByRole('link', { name: 'View' }).click();
    await page.getByText('A model uses it when it is one of its files').waitFor();
    expect(await page.getByRole('button', { name: 'Try in a room' }).getAttribute('aria-disabled')).toBe('true');
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.goto('/models?kind=upscaler');
    await page.getByRole('article').getByText('2×').waitFor();
    await page.getByRole('link', { name: 'esrgan x2 new keys' }).click();
    await page.getByText('Choose it as the upscaler of Hires fix in a room.').waitFor();
    await page.getByRole('button', { name: 'Try in a room' }).click();
    await page.getByText('esrgan x2 new keys 1.0 selected.').waitFor();
    await page.locator('summary', { hasText: 'Hires fix' }).click();
    await page.getByRole('combobox', { name: 'Upscaler' }).waitFor();
    expect(await page.getByRole('combobox', { name: 'Upscaler' }).locator('option:checked').textContent()).toBe(
      'esrgan x2 new keys 1.0',
    );
    await page.goto('/models?kind=controlnet');
    await page.getByRole('link', { name: 'controlnet diffusers' }).click();
    await page.getByText('For models of Stable Diffusion 1. Here: ').waitFor();
    await page.getByRole('button', { name: 'Try in a room' }).click();
    const dialog = page.getByRole('dialog', { name: 'Image for controlnet diffusers 1.0' });
    await dialog.waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.reload();
    await dialog.waitFor();
    await dialog.getByLabel('Choose image').setInputFiles(resolve('docs/images/guide/en/models.webp'));
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^Model: tiny/ }).waitFor();
    await page.locator('summary', { hasText: 'ControlNet' }).click();
    await page.getByRole('button', { name: 'Remove controlnet diffusers 1.0' }).waitFor();
    const room = new RoomPage(page);
    await room.writePrompt('a red fox');
    await room.renderButton.click();
    await room.image(1).waitFor();
    await page.goto('/models?kind=controlnet');
    await page.getByRole('link', { name: 'controlnet diffusers' }).click();
    await page.getByRole('button', { name: 'Try in a room' }).click();
    await dialog.getByRole('button', { name: 'From a take…' }).click();
    await dialog.getByRole('button', { name: 'Image 1 of take 1: a red fox' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.locator('summary', { hasText: 'ControlNet' }).click();
    await page.getByRole('button', { name: 'Remove controlnet diffusers 1.0' }).nth(1).waitFor();
  });

  it('[B231] a checked checkpoint says how much of a renderer’s memory it needs, and how fast its test render was', async () => {
    await page.goto('/models/upload');
    await chooseFiles(page, ['sd15', 'lora_loha']);
    const meter = page.getByRole('meter', { name: 'Memory when loaded' });
    await meter.waitFor();
    expect(await meter.getAttribute('aria-valuetext')).toMatch(/^\d+ MB of [\d.]+ [MGT]B$/);
    await page.getByText(/^A renderer here has [\d.]+ [MGT]B for models\.$/).waitFor();
    await page.getByText(/^Test-rendered at \d+ × \d+, [\d.]+ s a step\.$/).waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.reload();
    await meter.waitFor();
    await page.getByRole('link', { name: 'Details: sd15' }).click();
    await meter.waitFor();
  });

  it('[B234] a file waits for the rate limit and for the limit of drafts, and then goes on by itself', async () => {
    const kim = await openUser(app.url, 'Kim', { refused: [429] });
    const origin = { origin: app.url };
    const empty: string[] = [];
    while (empty.length < LIMITS.draftsPerUser - 1) {
      const data = { clientId: crypto.randomUUID() };
      const response = await kim.page.request.post('/api/hub/drafts', { data, headers: origin });
      empty.push(((await response.json()) as DraftView).id);
    }
    await kim.page.goto('/models/upload');
    let refusals = 0;
    await kim.page.route('**/api/hub/recognized-files**', (route) =>
      (refusals += 1) > 1
        ? route.continue()
        : route.fulfill({ status: 429, json: { code: 'RATE_LIMITED', detail: { retryAfterSeconds: 3 } } }),
    );
    await chooseFiles(kim.page, ['ti_diffusers_sd15', 'lora_ia3']);
    await kim.page.getByText(/^Waits: many files in a short time\. It continues at /u).waitFor();
    await kim.page.getByText('Waits: 40 drafts at most. Publish or remove some.').waitFor();
    await kim.page.getByText('Waits: many files').waitFor({ state: 'detached' });
    expect(await accessibilityViolations(kim.page)).toEqual([]);
    await kim.page.request.delete(`/api/hub/drafts/${empty[0]}`, { headers: origin });
    await row(kim.page, 'lora_ia3')
      .getByText(/^Checked/)
      .waitFor();
    await row(kim.page, 'ti_diffusers')
      .getByText(/^Checked/)
      .waitFor();
    await kim.context.close();
  });

  it('[B238] a checkpoint without a VAE uses one that is dropped later, and what is entered for all files is shown under Details', async () => {
    const split = splitVae(golden('sd15'));
    const checkpoint = { name: 'bare.safetensors', mimeType: '', buffer: split.checkpoint };
    const vae = { name: 'late.safetensors', mimeType: '', buffer: split.vae };
    await page.goto('/models/upload');
    await page.getByLabel(/^(Choose|Add) files$/).setInputFiles([checkpoint, fileOf(golden('ti_diffusers_sd15'))]);
    await row(page, 'bare.safetensors').getByText('It has no VAE. Add one to this drop, or choose').waitFor();
    await row(page, 'ti_diffusers')
      .getByText(/^Checked/u)
      .waitFor();
    await row(page, 'bare.safetensors')
      .locator('.state')
      .getByText(/Being checked|Queued|%/u)
      .waitFor({ state: 'detached' });
    expect(await row(page, 'bare.safetensors').locator('.bad').count()).toBe(0);
    const license = page.getByRole('combobox', { name: 'License' });
    await license.selectOption({ label: 'CC BY 4.0' });
    await page.getByRole('link', { name: 'Details: ti_diffusers_sd15' }).click();
    await page.getByRole('textbox', { name: 'Version', exact: true }).waitFor();
    expect(await license.locator('option:checked').textContent()).toBe('CC BY 4.0');
    await page.goBack();
    await row(page, 'bare.safetensors').waitFor();
    expect(await license.locator('option:checked').textContent()).toBe('CC BY 4.0');
    await page.getByLabel('Add files').setInputFiles([vae]);
    await row(page, 'bare.safetensors').getByText('Uses late from this drop.').waitFor();
    await row(page, 'bare.safetensors').getByText('Checked and test-rendered').waitFor();
  });

  it('[B241] [B242] [B243] a file is uploaded once, published under the name of its row, and what is entered survives a reload', async () => {
    const ida = await openUser(app.url, 'Ida');
    const list = ida.page.getByRole('list', { name: 'Files' });
    const file = fileOf(golden('lora_plain'));
    const refused = { name: 'old.ckpt', mimeType: '', buffer: Buffer.from('PK\u0003\u0004 archive') };
    await ida.page.goto('/models/upload');
    await ida.page
      .getByLabel(/^(Choose|Add) files$/)
      .setInputFiles([file, { ...file, name: 'copy.safetensors' }, refused]);
    await row(ida.page, 'copy.safetensors').getByText('Same content as lora_plain.safetensors').waitFor();
    await row(ida.page, 'old.ckpt').locator('.bad').waitFor();
    await ida.page.getByText(/^1 file, \d/u).waitFor();
    await ida.page.getByLabel('Add files').setInputFiles([file]);
    await ida.page.getByText('lora_plain.safetensors is already in this list.').waitFor();
    expect(await list.getByRole('listitem').count()).toBe(3);
    await row(ida.page, 'lora_plain')
      .getByText(/^Checked/u)
      .waitFor();
    await row(ida.page, 'lora_plain').getByText('lora plain', { exact: true }).waitFor();
    expect(await accessibilityViolations(ida.page)).toEqual([]);
    await ida.page.getByRole('combobox', { name: 'License' }).selectOption({ label: 'CC BY 4.0' });
    await ida.page.getByRole('textbox', { name: 'Description' }).fill('For every file');
    await ida.page.getByRole('link', { name: 'Details: lora_plain' }).click();
    await ida.page.getByRole('textbox', { name: 'Name', exact: true }).fill('Soft light');
    await ida.page.goBack();
    await row(ida.page, 'lora_plain').getByText('Soft light').waitFor();
    await ida.page.reload();
    await row(ida.page, 'lora_plain').getByText('Soft light').waitFor();
    expect(await ida.page.getByRole('textbox', { name: 'Description' }).inputValue()).toBe('For every file');
    await ida.page.getByRole('button', { name: 'Publish 1 file' }).click();
    await ida.page.getByRole('link', { name: 'View' }).click();
    await ida.page.getByRole('heading', { name: 'Soft light', level: 1 }).waitFor();
    await ida.page.getByText('For every file').waitFor();
    await ida.context.close();
  });

  it('[B245] a checkpoint without a VAE uses a published one, and a published preview decoder', async () => {
    const path = await vaeFile();
    const [{ facts: addition }, bytes] = [readAddition(path), readFileSync(path)];
    const files = new Map([['bright.safetensors', bytes]]);
    await publishModel(app, { creator: mira, kind: 'vae', name: 'Bright eyes', facts: { addition }, files });
    const decoder = withSpaces(readFileSync(golden('taesd_decoder')));
    const previews = { kind: 'weights', name: 'Quick look', facts: { weightsKind: 'previewDecoder' } } as const;
    await publishModel(app, { creator: mira, ...previews, files: new Map([['taesd.safetensors', decoder]]) });
    const una = await openUser(app.url, 'Una');
    await una.page.goto('/models/upload');
    const checkpoint = {
      name: 'lone.safetensors',
      mimeType: '',
      buffer: withSpaces(splitVae(golden('sd15')).checkpoint),
    };
    await una.page.getByLabel(/^(Choose|Add) files$/).setInputFiles([checkpoint]);
    await una.page.getByRole('button', { name: 'Choose a VAE' }).click();
    const dialog = una.page.getByRole('dialog');
    await dialog.getByRole('button', { name: /^Bright eyes/u }).waitFor();
    expect(await accessibilityViolations(una.page)).toEqual([]);
    expect(await una.page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('lone');
    await dialog.getByRole('button', { name: /^Bright eyes/u }).click();
    await una.page.getByRole('button', { name: 'Add preview decoder' }).click();
    expect(await dialog.getByRole('button', { name: /^Bright eyes/u }).count()).toBe(0);
    await dialog.getByRole('button', { name: /^Quick look/u }).click();
    await una.page.getByText('taesd.safetensors').waitFor();
    await una.page.getByRole('button', { name: 'Add preview decoder' }).waitFor({ state: 'detached' });
    await una.page.getByText('Detected from the files').waitFor();
    await una.context.close();
  });

  it('[B244] a link asks before it leaves the page during an upload', async () => {
    await page.goto('/models/upload');
    await page.route('**/api/hub/uploads/**', (route) =>
      route.request().method() === 'PATCH' ? undefined : route.continue(),
    );
    await chooseFiles(page, ['lora_full', 'lora_oft']);
    await row(page, 'lora_full').getByRole('progressbar').waitFor();
    const question = page.getByRole('dialog', { name: 'Leave during the upload?' });
    await page.getByRole('link', { name: 'Rooms' }).first().click();
    await question.waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await question.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor({ state: 'detached' });
    expect(new URL(page.url()).pathname).toBe('/models/upload');
    await page.getByRole('link', { name: 'Rooms' }).first().click();
    await question.getByRole('button', { name: 'Leave page' }).click();
    await page.waitForURL((url) => url.pathname !== '/models/upload');
    await page.unroute('**/api/hub/uploads/**');
  });
});

const fileOf = (path: string) => ({ name: basename(path), mimeType: '', buffer: readFileSync(path) });

/** The same weights in other bytes, because the same bytes are published once. Spaces may follow a header. */
function withSpaces(file: Buffer): Buffer {
  const length = file.readBigUInt64LE();
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(length + 8n);
  const end = 8 + Number(length);
  return Buffer.concat([start, file.subarray(8, end), Buffer.alloc(8, ' '), file.subarray(end)]);
}
