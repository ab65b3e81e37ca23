import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { LORAS, type MadeLora, type SampleLoraId } from '@visionary/feed';
import { keptLora } from '../kept-loras.js';

/** The one that comes along, whose weights those of the samples weigh otherwise. */
const FROM = 'ink';
const RANK = 8;
const HEADER_AT = 8;

/** How much of each module is added: of all that are not named, and of those whose path begins so. */
const WEIGHED: Readonly<Record<SampleLoraId, { readonly all: number; readonly parts?: readonly [RegExp, number] }>> = {
  'sample-wash': { all: -0.5 },
  'sample-frost': { all: 0, parts: [/^(after|last|join)\b/, 0.8] },
};

/** What a folder that is not ours to write into says. */
const CLOSED = ['EACCES', 'EPERM', 'EROFS'];

/**
 * Puts the LoRAs of the samples beside the one that comes along: its weights, each by another measure. The same bytes each time.
 * @returns those that are there now. None without the one that comes along, nor where the folder cannot be written into; what
 * somebody else has put there under the same name stays, and is not one of them
 */
export async function putSampleLoras(modelsDir: string): Promise<MadeLora[]> {
  const source = keptLora(modelsDir, FROM);
  if (!existsSync(source)) return [];
  const ink = await readFile(source);
  const put: MadeLora[] = [];
  for (const { id, title, about } of LORAS) {
    const file = weighed(ink, id);
    const card = { title, about, licence: 'MIT', weight: 1 };
    if (await isPut(keptLora(modelsDir, id), file, card)) put.push({ id, hash: hashOf(file) });
  }
  return put;
}

/** Takes away those that are still as they were put there, with their cards. */
export async function takeSampleLorasAway(modelsDir: string, made: readonly MadeLora[]): Promise<void> {
  for (const { id, hash } of made) {
    const path = keptLora(modelsDir, id);
    if (!LORAS.some((lora) => lora.id === id) || !existsSync(path) || hashOf(await readFile(path)) !== hash) continue;
    await rm(path);
    await rm(cardOf(path), { force: true });
  }
}

async function isPut(path: string, file: Buffer, card: object): Promise<boolean> {
  if (existsSync(path)) return (await readFile(path)).equals(file);
  try {
    await writeFile(cardOf(path), `${JSON.stringify(card, null, 2)}\n`);
    await writeFile(path, file);
    return true;
  } catch (error) {
    if (CLOSED.includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

const cardOf = (path: string): string => path.replace(/\.safetensors$/, '.json');
const hashOf = (file: Buffer): string => createHash('sha256').update(file).digest('hex');

/** The same tensors: alpha over rank is how much of each is added, and diffusers writes it into the header's texts. */
function weighed(ink: Buffer, id: SampleLoraId): Buffer {
  const dataAt = HEADER_AT + Number(ink.readBigUInt64LE());
  const header = JSON.parse(ink.toString('utf8', HEADER_AT, dataAt)) as Record<string, Record<string, unknown>>;
  const { all, parts } = WEIGHED[id];
  const modules = Object.keys(header).flatMap((key) => /^unet\.(.+)\.lora_A\.weight$/.exec(key)?.[1] ?? []);
  const exceptions = modules.flatMap((path) => (parts?.[0].test(path) ? [[path, parts[1] * RANK] as const] : []));
  const alphas = { 'unet.lora_alpha': all * RANK, 'unet.alpha_pattern': Object.fromEntries(exceptions) };
  header['__metadata__'] = { base: 'visionary-mini', lora_adapter_metadata: JSON.stringify(alphas) };
  const text = Buffer.from(JSON.stringify(header));
  const padded = Buffer.concat([text, Buffer.alloc(-text.length & 7, ' ')]);
  const length = Buffer.alloc(HEADER_AT);
  length.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([length, padded, ink.subarray(dataAt)]);
}
