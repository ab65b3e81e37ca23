import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loraChanges, patchableWeights } from '../../libs/diffusion/lora-compatibility.js';
import { folderHash } from '../../libs/diffusion/model-files.js';
import type { Manifest, ManifestFile } from '../../libs/generation/domain/manifest.js';
import { serializeRenderMetadata } from '../../libs/generation/domain/render-metadata.js';
import { readModelMetadata } from '../../libs/generation/storage/model-metadata.js';
import { ModelCache } from '../../libs/generation/api/renderer/cache/model-cache.js';
import { FolderBlobStore } from '../../libs/platform/blobs/folder/folder-blob-store.js';
import { TINY_SD, vectorPath } from '../golden/vectors.js';
import { onCleanup } from './cleanup.js';

export const GENEROUS = 10 * 2 ** 30;

const freshDir = (name: string): string => {
  const dir = mkdtempSync(join(tmpdir(), `visionary-${name}-`));
  onCleanup(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};

export const newBlobStore = (root = freshDir('blobs')) => new FolderBlobStore(root);

/** The empty model cache of a renderer. */
export const newModelCache = (blobs = newBlobStore(), budgetBytes = GENEROUS, dir = freshDir('cache')): ModelCache =>
  new ModelCache(blobs, { dir, budgetBytes });

/** Stores the files of a model folder. */
export async function storeModel(blobs: FolderBlobStore, dir: string): Promise<Manifest> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files: ManifestFile[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const place = join(entry.parentPath, entry.name);
    files.push(await storeFile(blobs, place, place.slice(join(dir, '/').length)));
  }
  return { hash: await folderHash(dir), files: files.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

/** A copy of a model that a test can change. */
export const copyModel = (dir: string): string => {
  const copy = freshDir('model');
  cpSync(dir, copy, { recursive: true, dereference: true });
  return copy;
};

async function storeFile(blobs: FolderBlobStore, place: string, path: string): Promise<ManifestFile> {
  const bytes = await readFile(place);
  const sha256 = await blobs.put(bytes);
  if (sha256 !== createHash('sha256').update(bytes).digest('hex')) throw new Error('The store names it wrongly.');
  return { path, sha256, bytes: bytes.length };
}

/** As the trial of the tiny test model records them. */
export async function factsOfTinyModel(dir = TINY_SD): Promise<string> {
  const facts = await readModelMetadata(dir);
  if (!facts) throw new Error(`${dir} holds no model`);
  const trial = { loadMs: 1, stepMs: 1, heldBytes: 1, peakRssBytes: 1, width: 64, height: 64 };
  return serializeRenderMetadata({ kind: 'model', facts, modules: await patchableWeights(dir), trial });
}

/** As the trial of the test LoRA records them. */
export const factsOfTinyLora = (): string =>
  serializeRenderMetadata({ kind: 'lora', ...loraChanges(vectorPath('lora/lora_kohya.safetensors')) });
