import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ADDITION_KINDS, readAddition } from '@visionary/diffusion/additions';
import { ModelFolderError } from '@visionary/diffusion';
import { additionIdOf, additionsDir } from '../local-additions.js';

const HEADINGS = { embedding: 'Embeddings', vae: 'VAEs', controlnet: 'ControlNets', upscaler: 'Upscalers' } as const;
const PICKLE = /\.(pt|pth|ckpt|bin)$/i;

/** A paragraph for each kind of addition that the models folder has; a file that can't be used with the reason. */
export async function listAdditions(modelsDir: string): Promise<string[]> {
  const lines: string[] = [];
  for (const kind of ADDITION_KINDS) {
    const dir = additionsDir(modelsDir, kind);
    const names = existsSync(dir) ? (await readdir(dir)).sort() : [];
    const files = names.filter((name) => name.endsWith('.safetensors') || PICKLE.test(name));
    const problems = files.map((name) => [name, problemOf(join(dir, name), kind)] as const);
    const usable = problems.filter(([, problem]) => problem === undefined).map(([name]) => additionIdOf(name));
    const unusable = problems.filter(([, problem]) => problem !== undefined);
    if (files.length > 0) lines.push('', `${HEADINGS[kind]}: ${usable.join(', ') || 'none'}`);
    lines.push(...unusable.map(([name, problem]) => `  ${name}: can’t be used: ${problem}`));
  }
  return lines;
}

function problemOf(path: string, kind: (typeof ADDITION_KINDS)[number]): string | undefined {
  if (PICKLE.test(path)) return 'a pickle can run code when it is loaded. Convert it to .safetensors';
  try {
    readAddition(path, kind);
    return undefined;
  } catch (error) {
    if (!(error instanceof ModelFolderError)) throw error;
    return error.message;
  }
}
