import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { parseExtraNetworks } from '@visionary/infotext';
import { type Lora, LoraCatalog, type TaggedPrompt } from '../domain/loras.js';
import type { Model } from '../domain/model.js';
import { isHubRef, isLocalId, isExcludedName } from './local-model-ids.js';
import { LoraCard } from './lora-card.js';
import type { LoraCompatibilityChecker } from './lora-compatibility-checker.js';

const ENDING = '.safetensors';
const FRESH_MS = 5_000;

export type LocalLora = Lora & { readonly path: string };

/** The `.safetensors` files in a folder, looked at again when one comes or goes, and every few seconds. */
export class LocalLoraCatalog extends LoraCatalog {
  private readonly logger = new Logger('Models');
  private readonly told = new Set<string>();
  private reading: Promise<readonly LocalLora[]> | undefined;
  private readAtMs = -Infinity;
  /** Of the folder, when it was read. */
  private changedAtMs = 0;

  constructor(
    private readonly dir: string,
    private readonly checks: LoraCompatibilityChecker,
  ) {
    super();
  }

  async list(): Promise<readonly LocalLora[]> {
    const { mtimeMs } = await stat(this.dir).catch(() => ({ mtimeMs: 0 }));
    const now = performance.now();
    if (!this.reading || mtimeMs !== this.changedAtMs || now - this.readAtMs > FRESH_MS) {
      this.readAtMs = now;
      this.changedAtMs = mtimeMs;
      this.reading = this.read();
    }
    return this.reading;
  }

  async compatibleWith({ path }: Lora, { dir }: Model): Promise<boolean> {
    return path !== undefined && dir !== undefined && this.checks.fits(path, dir);
  }

  parseLoraTags(prompt: string): TaggedPrompt {
    const { text, loras } = parseExtraNetworks(prompt);
    return { text: text.trim(), loras: loras.map(({ name, weight }) => ({ id: name, weight })) };
  }

  private async read(): Promise<readonly LocalLora[]> {
    // Most instances have none.
    const names = await readdir(this.dir).catch(() => []);
    const ids = names.filter((name) => name.endsWith(ENDING)).map((name) => name.slice(0, -ENDING.length));
    for (const id of ids.filter(isHubRef)) this.tell(isExcludedName(`The LoRA ${id}`));
    return Promise.all(
      ids
        .filter((id) => isLocalId(id) && !isHubRef(id))
        .sort()
        .map((id) => this.readOne(id)),
    );
  }

  private async readOne(id: string): Promise<LocalLora> {
    const card = await this.readCard(id);
    return {
      id,
      path: join(this.dir, id + ENDING),
      title: card.title ?? id,
      by: card.by ?? '',
      description: card.about ?? { en: '', zh: '' },
      license: card.license ?? '',
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
