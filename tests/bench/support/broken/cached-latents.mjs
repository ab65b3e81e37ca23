import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @param {string | undefined} file cache file: latents are slow to render and small to store */
export async function latentsOf(engine, job, file) {
  if (file && existsSync(file)) return new Float32Array(new Uint8Array(readFileSync(file)).buffer);
  const latents = await engine.latentsOf(job);
  if (file) {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, new Uint8Array(latents.buffer, latents.byteOffset, latents.byteLength));
  }
  return latents;
}
