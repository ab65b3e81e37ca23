import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { takeExtraTags } from '@visionary/infotext';
import { type Lora, LoraCatalogue, type TaggedPrompt } from '../domain/loras.js';
import type { Model } from '../domain/model.js';
import { isHubsName, isIdOfFolder, leftOutForItsName } from './folder-ids.js';
import { LoraCard } from './lora-card.js';
import type { LoraFits } from './lora-fits.js';

const ENDING = '.safetensors';
const FRESH_MS = 5_000;

export type FolderLora = Lora & { readonly path: string };

/** The `.safetensors` files in a folder, looked at again when one comes or goes, and every few seconds. */
export class FolderLoraCatalogue extends LoraCatalogue {
  private readonly logger = new Logger('Models');
  private readonly told = new Set<string>();
  private reading: Promise<readonly FolderLora[]> | undefined;
  private readAtMs = -Infinity;
  /** Of the folder, when it was read. */
  private changedAtMs = 0;

  constructor(
    private readonly dir: string,
    private readonly checks: LoraFits,
  ) {
    super();
  }

  async list(): Promise<readonly FolderLora[]> {
    const { mtimeMs } = await stat(this.dir).catch(() => ({ mtimeMs: 0 }));
    const now = performance.now();
    if (!this.reading || mtimeMs !== this.changedAtMs || now - this.readAtMs > FRESH_MS) {
      this.readAtMs = now;
      this.changedAtMs = mtimeMs;
      this.reading = this.read();
    }
    return this.reading;
  }

  async fits({ path }: Lora, { dir }: Model): Promise<boolean> {
    return path !== undefined && dir !== undefined && this.checks.fits(path, dir);
  }

  takeTags(prompt: string): TaggedPrompt {
    const { text, loras } = takeExtraTags(prompt);
    return { text: text.trim(), loras: loras.map(({ name, weight }) => ({ id: name, weight })) };
  }

  private async read(): Promise<readonly FolderLora[]> {
    // Most instances have none.
    const names = await readdir(this.dir).catch(() => []);
    const ids = names.filter((name) => name.endsWith(ENDING)).map((name) => name.slice(0, -ENDING.length));
    for (const id of ids.filter(isHubsName)) this.tell(leftOutForItsName(`The LoRA ${id}`));
    return Promise.all(
      ids
        .filter((id) => isIdOfFolder(id) && !isHubsName(id))
        .sort()
        .map((id) => this.readOne(id)),
    );
  }

  private async readOne(id: string): Promise<FolderLora> {
    const card = await this.readCard(id);
    return {
      id,
      path: join(this.dir, id + ENDING),
      title: card.title ?? id,
      by: card.by ?? '',
      about: card.about ?? { en: '', zh: '' },
      licence: card.licence ?? '',
      triggerWords: card.triggerWords ?? [],
      weight: card.weight ?? 1,
    };
  }

  /** A bad card is no reason to hide a good LoRA. */
  private async readCard(id: string): Promise<LoraCard> {
    try {
      const result = LoraCard.safeParse(JSON.parse(await readFile(join(this.dir, `${id}.json`), 'utf8')));
      if (result.success) return result.data;
      const [issue] = result.error.issues;
      this.tell(`${id}.json of the LoRA is not used: ${issue?.path.join('.')}: ${issue?.message}`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        this.tell(`${id}.json of the LoRA is not used: ${(error as Error).message}`);
      }
    }
    return {};
  }

  /** Once, not every few seconds. */
  private tell(trouble: string): void {
    if (this.told.has(trouble)) return;
    this.told.add(trouble);
    this.logger.warn(trouble);
  }
}
