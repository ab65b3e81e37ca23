import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { LIMITS } from '@visionary/contract';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import { CheckText } from '@visionary/safety';
import { type DraftFile } from '../../domain/drafts.js';
import { Drafts } from '../../storage/drafts/drafts.js';
import { type DraftFileRecord } from '../../domain/drafts/draft-files.js';
import { DraftFiles } from '../../storage/drafts/draft-files.js';
import { DraftChanged, DraftFilesRemoved } from '../../domain/drafts/events.js';
import { conflictDetail, DraftPaths } from '../../domain/drafts/file-path.js';
import { Inspection } from '../../storage/drafts/inspection.js';
import { UploadFiles } from '../../storage/drafts/upload-files.js';
import { QuotasService } from '../quotas.service.js';
import { requireOpenDraft } from './drafts.service.js';

export interface AnnouncedFile {
  readonly id: string;
  readonly draftId: string;
  /** Relative to the folder; the name of a single file. */
  readonly path: string;
  readonly bytes: number;
  /** Expected hash of the content, if the client knows it. */
  readonly sha256: string | null;
  readonly at: number;
}

/** Begins and finishes the upload of files to drafts, within the limits and the quota. */
@Injectable()
export class UploadsService {
  constructor(
    private readonly drafts: Drafts,
    private readonly files: DraftFiles,
    private readonly uploadFiles: UploadFiles,
    private readonly inspection: Inspection,
    private readonly quotas: QuotasService,
    private readonly checkText: CheckText,
    private readonly users: Users,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * Adds a file to a draft. Replaces a file with the same path.
   * @throws Rejection MODEL_PATH_INVALID, MODEL_PICKLE_NOT_ALLOWED, MODEL_FILE_EMPTY, MODEL_TOO_LARGE, MODEL_TOO_MANY_FILES,
   *   SAFETY_BLOCKED_TERMS, HUB_QUOTA_EXCEEDED, HUB_DRAFT_NOT_FOUND, HUB_DRAFT_PUBLISHED, UNAUTHENTICATED for a deleted user
   */
  async begin(creatorId: string, { id, draftId, path, bytes, sha256, at }: AnnouncedFile): Promise<void> {
    await this.requireAllowed({ path, bytes });
    await this.withUserLock(creatorId, async () => {
      const { rejectedFiles } = requireOpenDraft(await this.drafts.lock(draftId), creatorId);
      const files = await this.drafts.filesOf(draftId);
      const replaced = files.filter((file) => file.path === path);
      const others = files.filter((file) => file.path !== path);
      this.requireNoConflict(path, others);
      await this.files.remove(replaced.map((file) => file.id));
      await this.requireQuota(creatorId, bytes);
      await this.files.add({ id, draftId, path, bytes, announcedSha256: sha256, createdAt: at });
      await this.drafts.discardCheck(draftId, at);
      const remaining = rejectedFiles.filter((rejected) => rejected.path !== path);
      if (remaining.length < rejectedFiles.length) await this.drafts.setRejectedFiles(draftId, remaining);
      this.unitOfWork.publish(new DraftChanged(draftId, creatorId));
      if (replaced.length > 0) this.unitOfWork.publish(new DraftFilesRemoved(replaced));
    });
  }

  /** Idempotent. @throws Rejection HUB_FILE_NOT_FOUND if it was removed in the meantime */
  async finish({
    id,
    path,
    draftId,
    creatorId,
  }: Pick<DraftFileRecord, 'id' | 'path' | 'draftId' | 'creatorId'>): Promise<void> {
    const checksums = await this.uploadFiles.checksumsOf(id, path).catch(async (error: unknown) => {
      throw (await this.files.byId(id)) ? error : new Rejection('HUB_FILE_NOT_FOUND');
    });
    await this.unitOfWork.run(async () => {
      if (!(await this.files.completeUpload(id, checksums, this.clock.now()))) return;
      this.unitOfWork.publish(new DraftChanged(draftId, creatorId));
    });
  }

  /** Runs a transaction that locks the user, which serializes quota checks. @throws Rejection UNAUTHENTICATED for a deleted user */
  withUserLock<T>(userId: string, work: () => Promise<T>): Promise<T> {
    return this.unitOfWork.run(async () => {
      if (!(await this.users.hold([userId])).has(userId)) throw new Rejection('UNAUTHENTICATED');
      return work();
    });
  }

  /** @throws Rejection MODEL_PATH_INVALID, MODEL_TOO_MANY_FILES */
  requireNoConflict(path: string, others: readonly DraftFile[]): void {
    const other = new DraftPaths(others.map((file) => file.path)).conflictOf(path);
    if (other) throw new Rejection('MODEL_PATH_INVALID', conflictDetail(path, other));
    const limit = LIMITS.modelFiles;
    if (others.length >= limit) throw new Rejection('MODEL_TOO_MANY_FILES', { limit });
  }

  /** Must run inside a transaction that locks the user. @throws Rejection HUB_QUOTA_EXCEEDED */
  async requireQuota(creatorId: string, bytes: number): Promise<void> {
    const { used, ...quota } = await this.quotas.of(creatorId);
    if (used + bytes > quota.bytes) throw new Rejection('HUB_QUOTA_EXCEEDED', { ...quota, used });
  }

  private async requireAllowed({ path, bytes }: Pick<AnnouncedFile, 'path' | 'bytes'>): Promise<void> {
    const rejection = this.inspection.checkName(path);
    if (rejection) throw new Rejection(rejection.code, rejection.detail);
    if (bytes === 0) throw new Rejection('MODEL_FILE_EMPTY', { path });
    const max = LIMITS.modelFileBytes;
    if (bytes > max) throw new Rejection('MODEL_TOO_LARGE', { path, max });
    // Terms that need a review are flagged when the draft is published, because nobody else sees a draft.
    await this.checkText.run('names', { path });
  }
}
