import { Injectable, type OnModuleInit } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { Notifications } from '@visionary/notifications';
import {
  type ContentFingerprint,
  type ModerationHandler,
  ModerationRegistry,
  type Subject,
  type SubjectDetails,
  subjectKey,
} from '@visionary/safety';
import { HubModelChanged, VersionWithdrawn } from '../../domain/events.js';
import type { Sample } from '../../domain/samples.js';
import { type HubModel } from '../../domain/version.js';
import { Versions } from '../../storage/versions.js';
import { fingerprintsOfVersion } from '../versions/fingerprints-of-version.js';
import { canSeeModel } from './model-lookup.js';
import { HUB_CACHE_TAG, modelCacheTag } from '../../domain/versions/cache-tags.js';
import { SqlModelRepository } from '../../storage/versions/sql-model-repository.js';
import { Samples } from '../../storage/samples/sql-samples.js';

/** Moderation of models. Hiding unpublishes all versions, and the creator can't publish them again. */
@Injectable()
export class ModeratedModels implements ModerationHandler, OnModuleInit {
  constructor(
    private readonly subjects: ModerationRegistry,
    private readonly versions: Versions,
    private readonly modelRepository: SqlModelRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly samples: Samples,
    private readonly notifications: Notifications,
  ) {}

  onModuleInit(): void {
    this.subjects.add('model', this);
  }

  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>> {
    const models = await this.versions.modelsByIds(subjects.map(({ id }) => id));
    const newest = new Map<string, string>();
    for (const { id, newestVersionId } of models) {
      const versionId = newestVersionId ?? (await this.versions.ofModel(id))[0]?.id;
      if (versionId !== undefined) newest.set(id, versionId);
    }
    const samples = await this.samples.ofVersions([...newest.values()]);
    const details = new Map<string, SubjectDetails>();
    for (const model of models) {
      const versionId = newest.get(model.id);
      const files = versionId === undefined ? [] : await this.versions.filesOf(versionId);
      const sample = samples.find((other) => other.versionId === versionId);
      details.set(subjectKey({ kind: 'model', id: model.id }), {
        ...detailsOf(model),
        ...(sample && { image: imageOf(sample, model) }),
        files: files.map(({ path }) => path),
      });
    }
    return details;
  }

  async canView(userId: string, { id }: Subject): Promise<boolean> {
    return canSeeModel(this.versions, userId, id);
  }

  async fingerprints({ id }: Subject): Promise<readonly ContentFingerprint[]> {
    const fingerprints: ContentFingerprint[] = [];
    for (const version of await this.versions.ofModel(id)) {
      fingerprints.push(...fingerprintsOfVersion(version.hash, await this.versions.filesOf(version.id)));
    }
    return fingerprints;
  }

  async hide({ id }: Subject, _byId: string | null, at: number): Promise<void> {
    const model = await this.hold(id);
    if (!model) return;
    const versions = (await this.versions.ofModel(id)).filter(({ state }) => state === 'published');
    await this.modelRepository.hide(id, at);
    for (const version of versions) this.unitOfWork.publish(new VersionWithdrawn(version, model.kind, 'unpublished'));
    await this.notifications.hide({ aboutIds: [id] });
    await this.settle(id);
  }

  async restore({ id }: Subject): Promise<void> {
    if (!(await this.hold(id))) return;
    await this.modelRepository.restore(id);
    await this.notifications.unhide({ aboutIds: [id] });
    await this.settle(id);
  }

  async setRating({ id }: Subject, contentRating: HubModel['contentRating']): Promise<void> {
    const model = await this.hold(id);
    if (!model) return;
    await this.modelRepository.changeModel(
      id,
      { contentRating, minimumRating: contentRating },
      model.editedAt ?? model.createdAt,
    );
    if (contentRating !== 'adult') await this.samples.setCheckedRatings(id, null);
    await this.settle(id);
  }

  private hold(id: string): Promise<HubModel | null> {
    this.unitOfWork.invalidate(HUB_CACHE_TAG, modelCacheTag(id));
    return this.modelRepository.lockModel(id);
  }

  private async settle(id: string): Promise<void> {
    await this.modelRepository.reindex(id);
    this.unitOfWork.publish(new HubModelChanged(id));
  }
}

const imageOf = ({ sha256, width, height, checkedRating }: Sample, { contentRating }: HubModel) => {
  return { sha256, type: 'image/webp', width, height, contentRating: checkedRating ?? contentRating } as const;
};

const detailsOf = ({
  id,
  name,
  description,
  creatorId,
  createdAt,
  publishedAt,
  contentRating,
  license,
  licenseText,
  isHidden,
}: HubModel): SubjectDetails => ({
  title: name,
  text: description,
  authorId: creatorId,
  at: publishedAt ?? createdAt,
  path: `/models/${id}`,
  contentRating,
  license,
  licenseText,
  isHidden,
});
