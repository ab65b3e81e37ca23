import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  LIMITS,
  parseVocabulary,
  summarizeVocabulary,
  type VocabularyFile,
  type VocabularySummary,
} from '@visionary/contract';
import { LRUCache } from 'lru-cache';

const FILE = 'vocabulary.json';
const MAX_CACHED = 50;

export interface LocalVocabulary {
  readonly file: VocabularyFile;
  readonly summary: VocabularySummary;
}

/** `vocabulary.json` of model folders, parsed again only when the file changes. */
export class LocalVocabularies {
  private readonly cached = new LRUCache<string, { readonly stamp: string; readonly read: Promise<LocalVocabulary> }>({
    max: MAX_CACHED,
  });

  /** @returns null without a file. @throws Error that says what is wrong with it */
  async read(dir: string): Promise<LocalVocabulary | null> {
    const path = join(dir, FILE);
    const stats = await stat(path).catch(() => null);
    if (!stats?.isFile()) return null;
    const { bytes } = LIMITS.vocabulary;
    if (stats.size > bytes) throw new Error(`it has ${stats.size} bytes, at most ${bytes} are allowed`);
    const stamp = `${stats.size} ${stats.mtimeMs}`;
    const cached = this.cached.get(path);
    if (cached?.stamp === stamp) return cached.read;
    const read = readVocabulary(path);
    read.catch(() => undefined);
    this.cached.set(path, { stamp, read });
    return read;
  }
}

const readVocabulary = async (path: string): Promise<LocalVocabulary> => {
  const content = await readFile(path);
  const file = parseVocabulary(content.toString('utf8'));
  return { file, summary: summarizeVocabulary(file, createHash('sha256').update(content).digest('hex').slice(0, 16)) };
};
