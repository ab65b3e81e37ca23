import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { CheckText } from '@visionary/safety';
import { Inspection } from '../../domain/drafts/upload-ports.js';
import { DraftFiles } from '../../domain/drafts/draft-files.js';
import { DraftLimits } from '../../domain/drafts/draft-limits.js';
import { findConflict, isIgnoredFile, DraftPaths, validatePath } from '../../domain/drafts/file-path.js';
import type { DraftFile } from '../../domain/drafts.js';

const HIDDEN = { reasonKey: 'hiddenFile', reason: 'it is a hidden file' };

/** What can be said of a file before a byte of it has come. */
@Injectable()
export class DraftUploadRights {
  constructor(
    private readonly limits: DraftLimits,
    private readonly inspection: Inspection,
    private readonly files: DraftFiles,
    private readonly words: CheckText,
  ) {}

  /** @throws Rejection MODEL_PATH_INVALID, MODEL_PICKLE_NOT_ALLOWED, MODEL_FILE_EMPTY, MODEL_TOO_LARGE, SAFETY_BLOCKED_TERMS */
  async requireFile({ path, bytes }: { readonly path: string; readonly bytes: number }): Promise<void> {
    const trouble = validatePath(path, this.limits.pathLength) ?? (isIgnoredFile(path) ? HIDDEN : null);
    if (trouble) throw new Rejection('MODEL_PATH_INVALID', { path: path.slice(0, this.limits.pathLength), ...trouble });
    const refusal = this.inspection.byName(path);
    if (refusal) throw new Rejection(refusal.code, refusal.detail);
    if (bytes === 0) throw new Rejection('MODEL_FILE_EMPTY', { path });
    const { fileBytes: max } = this.limits;
    if (bytes > max) throw new Rejection('MODEL_TOO_LARGE', { path, max });
    // Words to be looked at are, once it is published: a draft is nobody else's.
    await this.words.run('names', { path });
  }

  /** @throws Rejection MODEL_PATH_INVALID, MODEL_TOO_MANY_FILES */
  requirePlace(path: string, others: readonly DraftFile[]): void {
    const other = new DraftPaths(others.map((file) => file.path)).inTheWayOf(path);
    if (other) throw new Rejection('MODEL_PATH_INVALID', findConflict(path, other));
    const { filesPerDraft: limit } = this.limits;
    if (others.length >= limit) throw new Rejection('MODEL_TOO_MANY_FILES', { limit });
  }

  /** Inside a transaction that holds the user. @throws Rejection HUB_QUOTA_EXCEEDED */
  async requireSpace(creatorId: string, bytes: number): Promise<void> {
    const { quotaBytes } = this.limits;
    const used = await this.files.bytesOf(creatorId);
    if (used + bytes > quotaBytes) throw new Rejection('HUB_QUOTA_EXCEEDED', { bytes: quotaBytes, used });
  }
}
