import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SampleLoraId } from '@visionary/feed';
import { findLocalAddition } from '../local-additions.js';

/** The built-in LoRA. The samples scale its weights. */
const SOURCE_ID = 'cyanotype';
const RANK = 8;
const HEADER_OFFSET = 8;

interface Scaling {
  /** Scale of all modules that `parts` doesn't match. */
  readonly all: number;
  /** Scale of the modules whose path matches. */
  readonly parts?: readonly [RegExp, number];
}

const LAST_LAYERS = /^(after|last|join)\b/;
const SCALINGS: Readonly<Record<SampleLoraId, Scaling>> = {
  'Wash@1.0': { all: -0.5 },
  'Frost@1.0': { all: 0, parts: [LAST_LAYERS, 0.8] },
  'Frost@1.1': { all: 0, parts: [LAST_LAYERS, 0.6] },
};

export interface SampleLoraFile {
  readonly path: string;
  readonly bytes: number;
  /** SHA-256. */
  readonly hash: string;
}

/** LoRA files of the samples: the built-in LoRA with scaled weights. Deterministic. */
export class SeedLoraFiles {
  private readonly files = new Map<string, SampleLoraFile>();

  private constructor(
    private readonly dir: string,
    private readonly source: Buffer | undefined,
  ) {}

  static async open(modelsDir: string): Promise<SeedLoraFiles> {
    const path = findLocalAddition(modelsDir, 'lora', SOURCE_ID);
    const source = existsSync(path) ? await readFile(path) : undefined;
    return new SeedLoraFiles(await mkdtemp(join(tmpdir(), 'visionary-seed-')), source);
  }

  /** @returns undefined when the built-in LoRA is missing */
  async of(id: SampleLoraId): Promise<SampleLoraFile | undefined> {
    const cached = this.files.get(id);
    if (cached || !this.source) return cached;
    const bytes = scaleWeights(this.source, SCALINGS[id]);
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

/** Keeps the tensors and changes alpha in the header: diffusers scales a module by alpha / rank. */
function scaleWeights(source: Buffer, { all, parts }: Scaling): Buffer {
  const dataOffset = HEADER_OFFSET + Number(source.readBigUInt64LE());
  const header = JSON.parse(source.toString('utf8', HEADER_OFFSET, dataOffset)) as Record<
    string,
    Record<string, unknown>
  >;
  const modules = Object.keys(header).flatMap((key) => /^unet\.(.+)\.lora_A\.weight$/.exec(key)?.[1] ?? []);
  const exceptions = modules.flatMap((path) => (parts?.[0].test(path) ? [[path, parts[1] * RANK] as const] : []));
  const alphas = { 'unet.lora_alpha': all * RANK, 'unet.alpha_pattern': Object.fromEntries(exceptions) };
  header['__metadata__'] = { base: 'visionary-mini', lora_adapter_metadata: JSON.stringify(alphas) };
  const headerBytes = Buffer.from(JSON.stringify(header));
  const paddedHeader = Buffer.concat([headerBytes, Buffer.alloc(-headerBytes.length & 7, ' ')]);
  const length = Buffer.alloc(HEADER_OFFSET);
  length.writeBigUInt64LE(BigInt(paddedHeader.length));
  return Buffer.concat([length, paddedHeader, source.subarray(dataOffset)]);
}
