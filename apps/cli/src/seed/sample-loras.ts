import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SampleLoraId } from '@visionary/feed';
import { findLocalLora } from '../local-loras.js';

/** The one that comes along, whose weights those of the samples weigh otherwise. */
const FROM = 'ink';
const RANK = 8;
const HEADER_AT = 8;

interface Weighing {
  /** How much of each module is added: of all that are not named, and of those whose path begins so. */
  readonly all: number;
  readonly parts?: readonly [RegExp, number];
}

const LAST_LAYERS = /^(after|last|join)\b/;
const WASH: Weighing = { all: -0.5 };
const FROST: Weighing = { all: 0, parts: [LAST_LAYERS, 0.8] };
const WEIGHED: Readonly<Record<SampleLoraId, Weighing>> = {
  'Wash@1.0': WASH,
  'Frost@1.0': FROST,
  'Frost@1.1': { all: 0, parts: [LAST_LAYERS, 0.6] },
};

export interface SampleLoraFile {
  readonly path: string;
  readonly bytes: number;
  /** SHA-256. */
  readonly hash: string;
}

/** The LoRAs of the samples: the weights of the one that comes along, each by another measure. The same bytes each time. */
export class SeedLoraFiles {
  private readonly files = new Map<string, SampleLoraFile>();

  private constructor(
    private readonly dir: string,
    private readonly ink: Buffer | undefined,
  ) {}

  static async open(modelsDir: string): Promise<SeedLoraFiles> {
    const source = findLocalLora(modelsDir, FROM);
    const ink = existsSync(source) ? await readFile(source) : undefined;
    return new SeedLoraFiles(await mkdtemp(join(tmpdir(), 'visionary-seed-')), ink);
  }

  /** @returns undefined without the one that comes along */
  async of(id: SampleLoraId): Promise<SampleLoraFile | undefined> {
    const known = this.files.get(id);
    if (known || !this.ink) return known;
    const bytes = weighed(this.ink, WEIGHED[id]);
    const path = join(this.dir, `${id}.safetensors`);
    await writeFile(path, bytes);
    const file = { path, bytes: bytes.length, hash: createHash('sha256').update(bytes).digest('hex') };
    this.files.set(id, file);
    return file;
  }

  async close(): Promise<void> {
    await rm(this.dir, { recursive: true, force: true });
  }
}

/** What `seed` put into the folder of models before it published in the hub. */
const PUT_BEFORE: readonly (readonly [name: string, weighing: Weighing])[] = [
  ['sample-wash', WASH],
  ['sample-frost', FROST],
];

/** Takes away those that are still as they were put there, with their cards. */
export async function removeLegacySampleLoras(modelsDir: string): Promise<void> {
  const source = findLocalLora(modelsDir, FROM);
  if (!existsSync(source)) return;
  const ink = await readFile(source);
  for (const [name, weighing] of PUT_BEFORE) {
    const path = findLocalLora(modelsDir, name);
    if (!existsSync(path) || !(await readFile(path)).equals(weighed(ink, weighing))) continue;
    await rm(path);
    await rm(path.replace(/\.safetensors$/, '.json'), { force: true });
  }
}

/** The same tensors: alpha over rank is how much of each is added, and diffusers writes it into the header's texts. */
function weighed(ink: Buffer, { all, parts }: Weighing): Buffer {
  const dataAt = HEADER_AT + Number(ink.readBigUInt64LE());
  const header = JSON.parse(ink.toString('utf8', HEADER_AT, dataAt)) as Record<string, Record<string, unknown>>;
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
