import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { LIMITS, MODEL_FAMILIES, SchedulerName } from '@visionary/contract';
import { z } from 'zod';
import { isHubRef, isValidLocalId, excludedNameWarning } from './local-model-catalog.js';
import { imageName, withLicense } from './model-metadata.js';

const shortText = z.string().max(200);
const longText = z.string().max(2_000);

/** `NAME.json` beside `NAME.safetensors`, by its creator. All fields are optional. */
const WeightCard = z.object({
  title: shortText.optional(),
  by: shortText.optional(),
  license: shortText.optional(),
  drawsNothingForbidden: z.boolean().optional(),
  about: z.object({ en: longText.default(''), zh: longText.default('') }).optional(),
  /** Of an embedding, the first one is the word that stands for it in prompts. */
  triggerWords: z.array(shortText).max(20).optional(),
  /** Of a LoRA. */
  weight: z.number().min(-4).max(4).optional(),
  /** Of a LoRA, such as few steps without guidance. */
  recommended: z
    .object({
      scheduler: SchedulerName.optional(),
      steps: z.number().int().min(LIMITS.steps.min).max(LIMITS.steps.max).optional(),
      guidance: z.number().min(LIMITS.guidance.min).max(LIMITS.guidance.max).optional(),
    })
    .optional(),
  /** Of a LoRA: the file name of an image beside it that shows it. */
  pictures: z.object({ title: imageName.optional() }).optional(),
  /** The family of models that it is for, where its tensors don't tell, as those of a VAE. */
  base: z.enum(MODEL_FAMILIES).optional(),
});
export type WeightCard = z.infer<typeof WeightCard>;

export interface WeightFile {
  readonly id: string;
  readonly path: string;
  readonly card: WeightCard;
}

const EXTENSION = '.safetensors';
const PICKLES = /\.(pt|pth|ckpt|bin)$/i;
const CACHE_MS = 5_000;

/** The `.safetensors` files of a folder with their cards. Read again when the folder changes, and every few seconds. */
export class WeightFolder<T> {
  private readonly logger = new Logger('Models');
  private readonly loggedProblems = new Set<string>();
  private items: Promise<readonly T[]> | undefined;
  private readAtMs = -Infinity;
  /** Modification time of the folder when it was read. */
  private folderMtimeMs = 0;

  /**
   * @param label of one file in warnings, such as `LoRA`
   * @param read turns a file into what is listed; a rejection leaves it out with a warning
   */
  constructor(
    private readonly dir: string,
    private readonly label: string,
    private readonly read: (file: WeightFile) => Promise<T> | T,
  ) {}

  async list(): Promise<readonly T[]> {
    const { mtimeMs } = await stat(this.dir).catch(() => ({ mtimeMs: 0 }));
    const now = performance.now();
    if (!this.items || mtimeMs !== this.folderMtimeMs || now - this.readAtMs > CACHE_MS) {
      this.readAtMs = now;
      this.folderMtimeMs = mtimeMs;
      this.items = this.readAll();
    }
    return this.items;
  }

  private async readAll(): Promise<readonly T[]> {
    // Most instances have no such folder.
    const names = await readdir(this.dir).catch(() => []);
    for (const name of names.filter((one) => PICKLES.test(one))) {
      this.warnOnce(`${name} is ignored: a pickle can run code when it is loaded. Convert it to .safetensors.`);
    }
    const ids = names.filter((name) => name.endsWith(EXTENSION)).map((name) => name.slice(0, -EXTENSION.length));
    for (const id of ids.filter(isHubRef)) this.warnOnce(excludedNameWarning(`The ${this.label} ${id}`));
    const valid = ids.filter((id) => isValidLocalId(id) && !isHubRef(id)).sort();
    return (await Promise.all(valid.map((id) => this.readOne(id)))).flat();
  }

  private async readOne(id: string): Promise<T[]> {
    const card = await this.readCard(id);
    try {
      return [await this.read({ id, path: join(this.dir, id + EXTENSION), card })];
    } catch (error) {
      this.warnOnce(`The ${this.label} ${id} is ignored: ${(error as Error).message}`);
      return [];
    }
  }

  /** An invalid card is ignored with a warning. */
  private async readCard(id: string): Promise<WeightCard> {
    try {
      const result = WeightCard.safeParse(
        withLicense(JSON.parse(await readFile(join(this.dir, `${id}.json`), 'utf8'))),
      );
      if (result.success) return result.data;
      const [issue] = result.error.issues;
      this.warnOnce(`${id}.json of the ${this.label} is ignored: ${issue?.path.join('.')}: ${issue?.message}`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        this.warnOnce(`${id}.json of the ${this.label} is ignored: ${(error as Error).message}`);
      }
    }
    return {};
  }

  /** Logs once, not every few seconds. */
  private warnOnce(problem: string): void {
    if (this.loggedProblems.has(problem)) return;
    this.loggedProblems.add(problem);
    this.logger.warn(problem);
  }
}
