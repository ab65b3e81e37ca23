import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type DraftView, LIMITS } from '@visionary/contract';
import type { Page } from 'playwright-core';
import { openUser, type User } from '../support/browser.js';
import { modelsWithAdditions } from '../support/additions.js';
import { modelsWithLoras } from '../support/models-with-loras.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { accessibilityViolations, installAxe } from '../support/page-checks.js';
import { RoomPage } from '../support/room-page.js';

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
    await installAxe(mira.context);
  });
  const drafts = async () =>
    ((await (await page.request.get('/api/hub/drafts')).json()) as { drafts: DraftView[] }).drafts;

  it('[B223] rows come back after a reload, and uploads that were cut off continue when their files are chosen again', async () => {
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
    await page.getByRole('combobox', { name: 'License' }).selectOption({ label: 'CC BY 4.0' });
    await page.getByRole('button', { name: 'Publish 4 files' }).click();
    await page.getByText('4 files published.').waitFor();
    expect(await drafts()).toEqual([]);
    await page.reload();
    await page.getByRole('heading', { name: 'Upload model', level: 1 }).waitFor();
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
    await room.prompt.fill('a red fox');
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
    await installAxe(kim.context);
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
    const { checkpoint, vae } = splitVae(golden('sd15'));
    await page.goto('/models/upload');
    await page.getByLabel(/^(Choose|Add) files$/).setInputFiles([checkpoint, fileOf(golden('ti_diffusers_sd15'))]);
    await row(page, 'bare.safetensors').getByText('It has no VAE. Add one to this drop.').waitFor();
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
});

const fileOf = (path: string) => ({ name: basename(path), mimeType: '', buffer: readFileSync(path) });

type Header = Record<string, { readonly data_offsets: readonly [number, number] }>;

/** A checkpoint as two files: one without its VAE, and the VAE. */
function splitVae(path: string) {
  const whole = readFileSync(path);
  const start = 8 + Number(whole.readBigUInt64LE(0));
  const { __metadata__: _metadata, ...tensors } = JSON.parse(whole.toString('utf8', 8, start)) as Header;
  const PREFIX = 'first_stage_model.';
  const fileWith = (name: string, isIn: (tensor: string) => boolean) => {
    const parts: Buffer[] = [];
    let offset = 0;
    const header = Object.entries(tensors).flatMap(
      ([
        tensor,
        {
          data_offsets: [from, to],
          ...rest
        },
      ]) => {
        if (!isIn(tensor)) return [];
        parts.push(whole.subarray(start + from, start + to));
        const at = offset;
        offset += to - from;
        return [[tensor.replace(PREFIX, ''), { ...rest, data_offsets: [at, offset] }]];
      },
    );
    const text = Buffer.from(JSON.stringify(Object.fromEntries(header)));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(text.length));
    return { name, mimeType: '', buffer: Buffer.concat([length, text, ...parts]) };
  };
  return {
    checkpoint: fileWith('bare.safetensors', (tensor) => !tensor.startsWith(PREFIX)),
    vae: fileWith('late.safetensors', (tensor) => tensor.startsWith(PREFIX)),
  };
}
