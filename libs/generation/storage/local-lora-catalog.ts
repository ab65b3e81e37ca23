import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Logger } from '@nestjs/common';
import { parseExtraNetworks } from '@visionary/infotext';
import { type Lora, LoraCatalog, type TaggedPrompt } from '../domain/loras.js';
import type { Model } from '../domain/model.js';
import { isHubRef, isValidLocalId, excludedNameWarning } from './local-model-catalog.js';
import { withLicense } from './model-metadata.js';
import type { LoraCompatibilityChecker } from './lora-compatibility-checker.js';

const shortText = z.string().max(200);
const longText = z.string().max(2_000);

/** `NAME.json` beside `NAME.safetensors`, by its creator. All fields are optional. */
export const LoraCard = z.object({
  title: shortText.optional(),
  by: shortText.optional(),
  license: shortText.optional(),
  about: z.object({ en: longText.default(''), zh: longText.default('') }).optional(),
  triggerWords: z.array(shortText).max(20).optional(),
  weight: z.number().min(-4).max(4).optional(),
});
export type LoraCard = z.infer<typeof LoraCard>;

const EXTENSION = '.safetensors';
const CACHE_MS = 5_000;

export type LocalLora = Lora & { readonly path: string };

/** The `.safetensors` files of a folder. Read again when the folder changes, and every few seconds. */
export class LocalLoraCatalog extends LoraCatalog {
  private readonly logger = new Logger('Models');
  private readonly loggedProblems = new Set<string>();
  private loras: Promise<readonly LocalLora[]> | undefined;
  private readAtMs = -Infinity;
  /** Modification time of the folder when it was read. */
  private folderMtimeMs = 0;

  constructor(
    private readonly dir: string,
    private readonly compatibilityChecker: LoraCompatibilityChecker,
  ) {
    super();
  }

  async list(): Promise<readonly LocalLora[]> {
    const { mtimeMs } = await stat(this.dir).catch(() => ({ mtimeMs: 0 }));
    const now = performance.now();
    if (!this.loras || mtimeMs !== this.folderMtimeMs || now - this.readAtMs > CACHE_MS) {
      this.readAtMs = now;
      this.folderMtimeMs = mtimeMs;
      this.loras = this.read();
    }
    return this.loras;
  }

  async compatibleWith({ path }: Lora, { dir }: Model): Promise<boolean> {
    return path !== undefined && dir !== undefined && this.compatibilityChecker.isCompatible(path, dir);
  }

  parseLoraTags(prompt: string): TaggedPrompt {
    const { text, loras } = parseExtraNetworks(prompt);
    return { text: text.trim(), loras: loras.map(({ name, weight }) => ({ id: name, weight })) };
  }

  private async read(): Promise<readonly LocalLora[]> {
    // Most instances have no such folder.
    const names = await readdir(this.dir).catch(() => []);
    const ids = names.filter((name) => name.endsWith(EXTENSION)).map((name) => name.slice(0, -EXTENSION.length));
    for (const id of ids.filter(isHubRef)) this.warnOnce(excludedNameWarning(`The LoRA ${id}`));
    return Promise.all(
      ids
        .filter((id) => isValidLocalId(id) && !isHubRef(id))
        .sort()
        .map((id) => this.readOne(id)),
    );
  }

  private async readOne(id: string): Promise<LocalLora> {
    const card = await this.readCard(id);
    return {
      id,
      path: join(this.dir, id + EXTENSION),
      title: card.title ?? id,
      by: card.by ?? '',
      description: card.about ?? { en: '', zh: '' },
      license: card.license ?? '',
      triggerWords: card.triggerWords ?? [],
      weight: card.weight ?? 1,
    };
  }

  /** An invalid card is ignored with a warning. */
  private async readCard(id: string): Promise<LoraCard> {
    try {
      const result = LoraCard.safeParse(withLicense(JSON.parse(await readFile(join(this.dir, `${id}.json`), 'utf8'))));
      if (result.success) return result.data;
      const [issue] = result.error.issues;
      this.warnOnce(`${id}.json of the LoRA is ignored: ${issue?.path.join('.')}: ${issue?.message}`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        this.warnOnce(`${id}.json of the LoRA is ignored: ${(error as Error).message}`);
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
