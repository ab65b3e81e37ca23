import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { CheckWords } from '@visionary/safety';
import { Inspection } from '../../domain/drafts/desk.js';
import { DraftFiles } from '../../domain/drafts/draft-files.js';
import { DraftLimits } from '../../domain/drafts/draft-limits.js';
import { inTheWay, isLeftOut, TakenPaths, whyNotPath } from '../../domain/drafts/file-path.js';
import type { DraftFile } from '../../domain/drafts.js';

const HIDDEN = { because: 'hidden', reason: 'it is a hidden file' };

/** What can be said of a file before a byte of it has come. */
@Injectable()
export class MayUpload {
  constructor(
    private readonly limits: DraftLimits,
    private readonly inspection: Inspection,
    private readonly files: DraftFiles,
    private readonly words: CheckWords,
  ) {}

  /** @throws Rejection MODEL_PATH_REFUSED, MODEL_PICKLE, MODEL_FILE_EMPTY, MODEL_TOO_LARGE, SAFETY_WORDS */
  async requireFile({ path, bytes }: { readonly path: string; readonly bytes: number }): Promise<void> {
    const trouble = whyNotPath(path, this.limits.pathLength) ?? (isLeftOut(path) ? HIDDEN : null);
    if (trouble) throw new Rejection('MODEL_PATH_REFUSED', { path: path.slice(0, this.limits.pathLength), ...trouble });
    const refusal = this.inspection.byName(path);
    if (refusal) throw new Rejection(refusal.code, refusal.detail);
    if (bytes === 0) throw new Rejection('MODEL_FILE_EMPTY', { path });
    const { fileBytes: max } = this.limits;
    if (bytes > max) throw new Rejection('MODEL_TOO_LARGE', { path, max });
    // Words to be looked at are, once it is published: a draft is nobody else's.
    await this.words.run('names', { path });
  }

  /** @throws Rejection MODEL_PATH_REFUSED, MODEL_TOO_MANY_FILES */
  requirePlace(path: string, others: readonly DraftFile[]): void {
    const other = new TakenPaths(others.map((file) => file.path)).inTheWayOf(path);
    if (other) throw new Rejection('MODEL_PATH_REFUSED', inTheWay(path, other));
    const { filesPerDraft: limit } = this.limits;
    if (others.length >= limit) throw new Rejection('MODEL_TOO_MANY_FILES', { limit });
  }

  /** Inside a transaction that holds the person. @throws Rejection HUB_QUOTA_FULL */
  async requireSpace(makerId: string, bytes: number): Promise<void> {
    const { quotaBytes } = this.limits;
    const used = await this.files.bytesOf(makerId);
    if (used + bytes > quotaBytes) throw new Rejection('HUB_QUOTA_FULL', { bytes: quotaBytes, used });
  }
}
