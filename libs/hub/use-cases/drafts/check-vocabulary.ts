import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import {
  type HubKind,
  LIMITS,
  parseVocabulary,
  summarizeVocabulary,
  type VocabularyFile,
  type VocabularySummary,
} from '@visionary/contract';
import { isRejection } from '@visionary/kernel';
import { CheckText } from '@visionary/safety';
import type { FileRejection } from '../../domain/drafts.js';

const FILE = 'vocabulary.json';

type VocabularyResult =
  | { readonly ok: true; readonly summary?: VocabularySummary }
  | { readonly ok: false; readonly rejection: FileRejection };

/** Checks the vocabulary that a model may bring: its form, its size, and its words against the blocked terms. */
@Injectable()
export class CheckVocabulary {
  constructor(private readonly checkText: CheckText) {}

  async run(dir: string, kind: HubKind): Promise<VocabularyResult> {
    const path = join(dir, FILE);
    const stats = kind === 'model' ? await stat(path).catch(() => null) : null;
    if (!stats?.isFile()) return { ok: true };
    const most = LIMITS.vocabulary.bytes;
    if (stats.size > most) {
      return invalid({ reasonKey: 'fileTooLarge', bytes: stats.size, most, reason: `it is larger than ${most} bytes` });
    }
    const content = await readFile(path);
    try {
      const file = parseVocabulary(content.toString('utf8'));
      await this.checkText.run('prompts', { vocabulary: wordsOf(file).join('\n') });
      const revision = createHash('sha256').update(content).digest('hex').slice(0, 16);
      return { ok: true, summary: summarizeVocabulary(file, revision) };
    } catch (error) {
      if (isRejection(error)) {
        return { ok: false, rejection: { code: error.code, detail: { ...error.detail, path: FILE } } };
      }
      const reason = (error as Error).message.slice(0, 200);
      return invalid({ reasonKey: 'vocabularyInvalid', problem: reason, reason });
    }
  }
}

const invalid = (detail: Readonly<Record<string, unknown>>): VocabularyResult => ({
  ok: false,
  rejection: { code: 'MODEL_FOLDER_INVALID', detail: { path: FILE, ...detail } },
});

const wordsOf = ({ groups, also, near }: VocabularyFile): string[] => [
  ...groups.flatMap(({ name, entries }) => [name.en, name.zh, ...entries.flatMap(({ en, zh }) => [...en, ...zh])]),
  ...also.en,
  ...also.zh,
  ...near.flatMap(({ words }) => words),
];
