import { Injectable, type OnModuleInit } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import {
  type ContentFingerprint,
  type ModerationHandler,
  ModerationRegistry,
  type Subject,
  type SubjectDetails,
  subjectKey,
} from '@visionary/safety';
import { HubModelChanged, VersionWithdrawn } from '../../domain/events.js';
import type { HubModel, Version } from '../../domain/version.js';
import { HUB_CACHE_TAG, modelCacheTag } from '../../domain/versions/cache-tags.js';
import { SqlModelRepository } from '../../storage/versions/sql-model-repository.js';
import { Versions } from '../../storage/versions.js';
import { fingerprintsOfVersion } from '../versions/fingerprints-of-version.js';

/** Moderation of single versions. Hiding unpublishes a version, and its creator can't publish it again. */
@Injectable()
export class ModeratedVersions implements ModerationHandler, OnModuleInit {
  constructor(
    private readonly subjects: ModerationRegistry,
    private readonly versions: Versions,
    private readonly modelRepository: SqlModelRepository,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.subjects.add('version', this);
  }

  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>> {
    const details = new Map<string, SubjectDetails>();
    for (const { id } of subjects) {
      const version = await this.versions.byId(id);
      const model = version && (await this.versions.modelById(version.modelId));
      if (!version || !model) continue;
      const files = await this.versions.filesOf(id);
      details.set(subjectKey({ kind: 'version', id }), {
        ...detailsOf(version, model),
        files: files.map(({ path }) => path),
      });
    }
    return details;
  }

  async canView(userId: string, { id }: Subject): Promise<boolean> {
    const version = await this.versions.byId(id);
    if (version?.state === 'published') return true;
    return version !== null && (await this.versions.modelById(version.modelId))?.creatorId === userId;
  }

  async fingerprints({ id }: Subject): Promise<readonly ContentFingerprint[]> {
    const version = await this.versions.byId(id);
    return version ? fingerprintsOfVersion(version.hash, await this.versions.filesOf(id)) : [];
  }

  async hide({ id }: Subject, _byId: string | null, at: number): Promise<void> {
    const locked = await this.hold(id);
    if (!locked) return;
    const { version, model } = locked;
    await this.modelRepository.hideVersion(id, at);
    if (version.state === 'published') {
      this.unitOfWork.publish(new VersionWithdrawn(version, model.kind, 'unpublished'));
    }
    await this.settle(model.id);
  }

  async restore({ id }: Subject): Promise<void> {
    const locked = await this.hold(id);
    if (!locked) return;
    await this.modelRepository.restoreVersion(id);
    await this.settle(locked.model.id);
  }

  private async hold(id: string): Promise<{ readonly version: Version; readonly model: HubModel } | null> {
    const modelId = (await this.versions.byId(id))?.modelId;
    if (modelId === undefined) return null;
    this.unitOfWork.invalidate(HUB_CACHE_TAG, modelCacheTag(modelId));
    const model = await this.modelRepository.lockModel(modelId);
    const version = await this.versions.byId(id);
    return model && version ? { model, version } : null;
  }

  private async settle(modelId: string): Promise<void> {
    await this.modelRepository.reindex(modelId);
    this.unitOfWork.publish(new HubModelChanged(modelId));
  }
}

const detailsOf = (
  { label, notes, isTakenDown }: Version,
  { id, name, creatorId, createdAt, publishedAt, contentRating, license, licenseText }: HubModel,
): SubjectDetails => ({
  title: `${name} ${label}`,
  text: notes,
  authorId: creatorId,
  at: publishedAt ?? createdAt,
  path: `/models/${id}`,
  contentRating,
  license,
  licenseText,
  container: { kind: 'model', id, name },
  isHidden: isTakenDown,
});
