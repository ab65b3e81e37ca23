import { Injectable } from '@nestjs/common';
import { Clock, Ids, Rejection, UnitOfWork } from '@visionary/kernel';
import type { DraftFile } from '../../domain/drafts.js';
import { DraftChanged } from '../../domain/drafts/events.js';
import type { HubModel, Version } from '../../domain/version.js';
import { DraftFiles } from '../../storage/drafts/draft-files.js';
import { Drafts } from '../../storage/drafts/drafts.js';
import { Versions } from '../../storage/versions.js';
import { SqlModelRepository } from '../../storage/versions/sql-model-repository.js';
import { DraftsService, requireOpenDraft } from './drafts.service.js';
import { UploadsService } from './uploads.service.js';

/** Adds the file of a published version to a draft, which shares its bytes. */
@Injectable()
export class AddPublishedFile {
  constructor(
    private readonly drafts: Drafts,
    private readonly files: DraftFiles,
    private readonly versions: Versions,
    private readonly modelRepository: SqlModelRepository,
    private readonly uploads: UploadsService,
    private readonly draftsService: DraftsService,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /**
   * Queues a check unless files are still uploading. A file that the draft has already is not added again.
   * @throws Rejection HUB_DRAFT_NOT_FOUND, HUB_DRAFT_PUBLISHED, HUB_VERSION_NOT_FOUND, INVALID for a version of another
   *   kind, MODEL_TOO_MANY_FILES, HUB_QUOTA_EXCEEDED, UNAUTHENTICATED for a deleted user
   */
  async run(userId: string, draftId: string, versionId: string): Promise<void> {
    const isComplete = await this.uploads.withUserLock(userId, async () => {
      requireOpenDraft(await this.drafts.lock(draftId), userId);
      const files = await this.drafts.filesOf(draftId);
      await this.requirePart(versionId);
      const [part] = await this.versions.filesOf(versionId);
      if (!part) throw new Rejection('HUB_VERSION_NOT_FOUND');
      if (!files.some(({ sha256 }) => sha256 === part.sha256)) {
        const path = freePath(part.path, files);
        this.uploads.requireNoConflict(path, files);
        await this.uploads.requireQuota(userId, part.bytes);
        const now = this.clock.now();
        const file = { ...part, path, id: this.ids.next(), draftId, announcedSha256: part.sha256, createdAt: now };
        await this.files.addStored({ ...file, isDeduplicated: true, archiveId: null });
        await this.drafts.discardCheck(draftId, now);
        this.unitOfWork.publish(new DraftChanged(draftId, userId));
      }
      return files.every(({ state }) => state !== 'uploading');
    });
    if (isComplete) await this.draftsService.requestCheck(userId, draftId);
  }

  /** Locks its model, so that the version keeps its file meanwhile. */
  private async requirePart(versionId: string): Promise<void> {
    const modelId = (await this.versions.byId(versionId))?.modelId;
    const model = modelId === undefined ? null : await this.modelRepository.lockModel(modelId);
    const version = model && (await this.versions.byId(versionId));
    if (!version || version.state !== 'published' || model.isHidden) throw new Rejection('HUB_VERSION_NOT_FOUND');
    if (!isPart(model, version)) {
      throw new Rejection('INVALID', { field: 'versionId', reason: 'a VAE or a preview decoder' });
    }
  }
}

const isPart = ({ kind }: HubModel, { facts }: Version): boolean =>
  kind === 'vae' || (kind === 'weights' && facts.weightsKind === 'previewDecoder');

/** Numbered if the draft has a file of this name. */
function freePath(path: string, files: readonly Pick<DraftFile, 'path'>[]): string {
  const taken = new Set(files.map((file) => file.path.toLowerCase()));
  const numbered = (n: number) => (n === 1 ? path : path.replace(/(\.[^.]+)?$/u, `-${n}$1`));
  let n = 1;
  while (taken.has(numbered(n).toLowerCase())) n += 1;
  return numbered(n);
}
