import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { separateVae } from '../../tests/support/separate-vae.mjs';
import { at } from '../paths.mjs';
import { closeDialog, prompt } from './demo-room.mjs';

/** Tiny files of every kind under names as people give them. */
const FILES = {
  'harbor-ink.safetensors': 'sd15',
  'wet-paper.safetensors': 'lora_locon',
  'lantern-dora.safetensors': 'lora_dora',
  'calm-hands.safetensors': 'ti_a1111_sd15',
  'soft-light-vae.safetensors': separateVae,
  'sharp-x4.safetensors': 'esrgan_x4_new_keys',
};
const BUTTON_NAMES = {
  files: /^(Choose files|选择文件)$/,
  license: /^(License|许可协议)$/,
  publish: /^(Publish \d+ files|发布 \d+ 个文件)$/,
  close: /^(Close|关闭)$/,
  tryIt: /^(Try it|试用)$/,
  discard: /^(Discard|放弃)$/,
};
const PUBLISHED = /^(\d+ files published\.|已发布 \d+ 个文件。)$/;

/** The same weights in other bytes, because the same bytes are published once. Spaces may follow a header. */
function otherwise(file) {
  const length = file.readBigUInt64LE();
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(length + 8n);
  const end = 8 + Number(length);
  return Buffer.concat([start, file.subarray(8, end), Buffer.alloc(8, ' '), file.subarray(end)]);
}

/** Tries the checkpoint in a room, with the LoRA and the embedding beside it. */
async function shootOwnModel(page, { prefix, text }, shoot) {
  const row = page.getByRole('listitem').filter({ hasText: `${prefix}harbor-ink.safetensors` });
  await row.getByRole('button', { name: BUTTON_NAMES.tryIt }).click();
  await page.locator('.render').waitFor();
  await page.getByRole('button', { name: /harbor.ink/ }).waitFor();
  await prompt(page).fill(`${text}${prefix}calm-hands`);
  for (const [kind, name] of [
    ['LoRA', 'wet-paper'],
    ['Embedding', 'calm-hands'],
  ]) {
    await page.getByRole('button', { name: kind, exact: true }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByRole('button', { name: new RegExp(`${prefix}${name.replace('-', '.')}`) }).click();
    await closeDialog(page);
  }
  await page.getByRole('status').getByRole('button', { name: BUTTON_NAMES.close }).click();
  await page.evaluate(() => document.activeElement.blur());
  await page.mouse.move(0, 0);
  await shoot('own-model');
}

/** Adds several models at once, and publishes them. Every name is taken once, so that one language has a prefix. */
export async function shootAddModels(page, language, shoot) {
  const folder = mkdtempSync(join(tmpdir(), 'visionary-models-'));
  try {
    const prefix = language === 'en' ? '' : 'zh-';
    const paths = Object.entries(FILES).map(([name, source]) => {
      const path = join(folder, prefix + name);
      const file =
        typeof source === 'function'
          ? source()
          : readFileSync(at(`tests/golden/checkpoints/files/${source}.safetensors`));
      writeFileSync(path, language === 'en' ? file : otherwise(file));
      return path;
    });
    const pickle = join(folder, 'old-style.ckpt');
    writeFileSync(pickle, Buffer.alloc(2 ** 21));
    await page.goto('/models/upload');
    await page.getByLabel(BUTTON_NAMES.files).setInputFiles([...paths, pickle]);
    const publish = page.getByRole('button', { name: BUTTON_NAMES.publish });
    await publish.filter({ hasText: String(paths.length) }).waitFor();
    await page.getByRole('combobox', { name: BUTTON_NAMES.license }).selectOption({ index: 2 });
    await page.mouse.move(0, 0);
    await page.evaluate(() => scrollTo(0, 0));
    await shoot('add-models');
    await publish.click();
    await page.getByText(PUBLISHED).waitFor();
    await shoot('added-models');
    await shootOwnModel(page, { prefix, text: language === 'en' ? 'a harbor at night, ' : '夜晚的港口，' }, shoot);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
