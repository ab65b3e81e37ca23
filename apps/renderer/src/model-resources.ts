import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  clipTokenizer,
  collectGarbage,
  countPrompt,
  folderFingerprint,
  folderHash,
  LeasePool,
  openPreviewer,
  readModelFolder,
  contextLength,
  Tokenizer,
  withWords,
} from '@visionary/diffusion';
import type { Lease, ModelFolder, Previewer } from '@visionary/diffusion';
import { LRUCache } from 'lru-cache';
import {
  CLIP_TOKENIZER_FILE,
  type RendererCommand,
  type RendererReport,
} from '../../../libs/generation/domain/renderer-protocol.js';
import { errorFields, log } from './log.js';

/** Open models; a tokenizer takes some megabytes. */
const MAX_OPEN = 4;

/** Hashes are short and require reading the whole model, so they are cached longer. */
const MAX_HASHES = 100;

/** CLIP's window, in tokens. */
const CLIP_LENGTH = 77;

const GC_IDLE_MS = 1_000;
let gcTimer: NodeJS.Timeout | undefined;

/**
 * Collects garbage once no model was read for a moment. Parsed vocabularies leave a hundred megabytes, which the runtime would
 * keep otherwise.
 */
function scheduleGarbageCollection(): void {
  clearTimeout(gcTimer);
  gcTimer = setTimeout(collectGarbage, GC_IDLE_MS).unref();
}

/**
 * What the main thread needs of a model, each opened on first use: tokenizer, previewer, and hash. They run beside the engine.
 */
export class ModelResources {
  private openedFolder: Promise<ModelFolder> | undefined;
  private openedTokenizer: Promise<Tokenizer> | undefined;
  private openedPreviewer: Promise<Previewer> | undefined;

  constructor(
    private readonly modelDir: string,
    private readonly threads: number,
    /** SHA-256 of the folder, hex. */
    readonly hash: () => Promise<string>,
  ) {}

  /** @throws ModelFolderError */
  tokenizer(): Promise<Tokenizer> {
    return (this.openedTokenizer ??= this.folder().then((folder) => {
      scheduleGarbageCollection();
      return new Tokenizer(folder.tokenizer, contextLength(folder));
    }));
  }

  /** @throws ModelFolderError */
  previewer(): Promise<Previewer> {
    return (this.openedPreviewer ??= this.folder().then((folder) => openPreviewer(folder, { threads: this.threads })));
  }

  /** A take that nobody watches needs none of it. */
  private folder(): Promise<ModelFolder> {
    scheduleGarbageCollection();
    return (this.openedFolder ??= readModelFolder(this.modelDir));
  }

  async release(): Promise<void> {
    const previewer = await this.openedPreviewer?.catch(() => undefined);
    await previewer?.release();
  }
}

let clipTokens: Tokenizer | undefined;
/** The tokenizer of every checkpoint. */
const clip = (): Tokenizer => (clipTokens ??= new Tokenizer(clipTokenizer('<|endoftext|>'), CLIP_LENGTH));

/** Recently used models. Replaced files make another entry. */
export class ModelResourceCache {
  private readonly hashes = new LRUCache<string, Promise<string>>({ max: MAX_HASHES });
  private readonly pool = new LeasePool<ModelResources>({
    capacity: MAX_OPEN,
    dispose: (resources) => resources.release(),
  });

  /** @param threads of a frame decoder; few, because the engine works at the same time */
  constructor(private readonly threads: number) {}

  async acquire(modelDir: string): Promise<Lease<ModelResources>> {
    const key = `${modelDir}\0${await folderFingerprint(modelDir)}`;
    const hash = () => this.hashOf(key, modelDir);
    return this.pool.acquire(key, async () => new ModelResources(modelDir, this.threads, hash));
  }

  /** Counts tokens while the engine renders. An unreadable model gives 0 tokens and a limit of 0. */
  async count({
    requestId,
    modelDir,
    texts,
    words = [],
  }: Extract<RendererCommand, { type: 'count' }>): Promise<RendererReport> {
    try {
      if (existsSync(join(modelDir, CLIP_TOKENIZER_FILE))) {
        return { type: 'counted', requestId, counts: texts.map((text) => countPrompt(text, clip())) };
      }
      const lease = await this.acquire(modelDir);
      try {
        const tokenizer = withWords(await lease.value.tokenizer(), words);
        return { type: 'counted', requestId, counts: texts.map((text) => countPrompt(text, tokenizer)) };
      } finally {
        lease.release();
      }
    } catch (error) {
      log('warn', 'tokens could not be counted', errorFields(error));
      return { type: 'counted', requestId, counts: texts.map(() => ({ tokens: 0, limit: 0 })) };
    }
  }

  private hashOf(key: string, modelDir: string): Promise<string> {
    const hash = this.hashes.get(key) ?? folderHash(modelDir);
    this.hashes.set(key, hash);
    hash.catch(() => this.hashes.delete(key));
    return hash;
  }
}
