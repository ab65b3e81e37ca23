import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { TINY_SD, vectorPath } from '../golden/vectors.js';
import { onCleanup } from './cleanup.js';
import { TINY } from './jam.js';

/** A valid LoRA file with one module that no model has. */
export function unmatchedLora(): Buffer {
  const shape = { dtype: 'F32', shape: [1, 1] };
  const header = Buffer.from(
    JSON.stringify({
      'lora_unet_nowhere_at_all.lora_down.weight': { ...shape, data_offsets: [0, 4] },
      'lora_unet_nowhere_at_all.lora_up.weight': { ...shape, data_offsets: [4, 8] },
    }),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, Buffer.alloc(8)]);
}

/** A models folder with the tiny model, a compatible LoRA "Brush", and an incompatible one. Deleted after the test file. */
export async function modelsWithLoras(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'visionary-models-'));
  onCleanup(() => rm(dir, { recursive: true, force: true }));
  const inLoras = (name: string) => join(dir, 'loras', name);
  await symlink(resolve(TINY_SD), join(dir, TINY.model));
  await mkdir(join(dir, 'loras'));
  await cp(vectorPath('lora/lora_kohya.safetensors'), inLoras('brush.safetensors'));
  const card = { title: 'Brush', by: 'ann', about: { en: 'A dry brush.', zh: '毛笔' }, triggerWords: ['dry brush'] };
  await writeFile(inLoras('brush.json'), JSON.stringify({ ...card, weight: 0.8 }));
  await writeFile(inLoras('strange.safetensors'), unmatchedLora());
  return dir;
}
