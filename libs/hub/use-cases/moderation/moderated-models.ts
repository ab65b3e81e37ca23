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
import { type Sample, Samples } from '../../domain/samples/samples.js';
import { type HubModel, Versions } from '../../domain/version.js';
import { fingerprintsOfVersion } from '../versions/fingerprints-of-version.js';
import { ModelRepository } from '../../domain/versions/model-repository.js';
import { HUB_CACHE_TAG, modelCacheTag } from '../../domain/versions/cache-tags.js';

interface TakenDownVersions {
  readonly versionIds: readonly string[];
}

/** Models users share, for those who moderate: all versions are withheld, and shown again. Its creator cannot show them. */
@Injectable()
export class ModeratedModels implements ModerationHandler, OnModuleInit {
  readonly name = 'hub';

  constructor(
    private readonly subjects: ModerationRegistry,
    private readonly versions: Versions,
    private readonly modelRepository: ModelRepository,
    private readonly work: UnitOfWork,
    private readonly samples: Samples,
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
    const facts = new Map<string, SubjectDetails>();
    for (const model of models) {
      const versionId = newest.get(model.id);
      const files = versionId === undefined ? [] : await this.versions.filesOf(versionId);
      const sample = samples.find((one) => one.versionId === versionId);
      facts.set(subjectKey({ kind: 'model', id: model.id }), {
        ...factsOf(model),
        ...(sample && { image: imageOf(sample, model) }),
        files: files.map(({ path }) => path),
      });
    }
    return facts;
  }

  async canView(userId: string, { id }: Subject): Promise<boolean> {
    const model = await this.versions.modelById(id);
    return model !== null && (model.newestVersionId !== null || model.creatorId === userId);
  }

  async contents({ id }: Subject): Promise<readonly ContentFingerprint[]> {
    const held: ContentFingerprint[] = [];
    for (const version of await this.versions.ofModel(id)) {
      held.push(...fingerprintsOfVersion(version.hash, await this.versions.filesOf(version.id)));
    }
    return held;
  }

  async hide({ id }: Subject): Promise<TakenDownVersions> {
    const model = await this.hold(id);
    const versions = (await this.versions.ofModel(id)).filter(({ state }) => state === 'published');
    for (const version of model ? versions : []) {
      await this.modelRepository.setState(version.id, 'unpublished', true);
      if (model) this.work.publish(new VersionWithdrawn(version, model.kind, 'unpublished'));
    }
    await this.settle(id);
    return { versionIds: versions.map((version) => version.id) };
  }

  async restore({ id }: Subject, kept: object): Promise<void> {
    const { versionIds = [] } = kept as Partial<TakenDownVersions>;
    if (!(await this.hold(id))) return;
    const versions = await this.versions.ofModel(id);
    // What crashed a renderer meanwhile, or was removed, stays as it is.
    for (const version of versions.filter((one) => versionIds.includes(one.id) && one.state === 'unpublished')) {
      await this.modelRepository.setState(version.id, 'published', false);
    }
    await this.settle(id);
  }

  async setRating({ id }: Subject, contentRating: HubModel['contentRating']): Promise<void> {
    const model = await this.hold(id);
    if (!model) return;
    await this.modelRepository.changeModel(
      id,
      { contentRating, atLeast: contentRating },
      model.editedAt ?? model.createdAt,
    );
    if (contentRating !== 'adult') await this.samples.setLevels(id, null);
    await this.settle(id);
  }

  private hold(id: string): Promise<HubModel | null> {
    this.work.invalidate(HUB_CACHE_TAG, modelCacheTag(id));
    return this.modelRepository.lockModel(id);
  }

  private async settle(id: string): Promise<void> {
    await this.modelRepository.reindex(id);
    this.work.publish(new HubModelChanged(id));
  }
}

const imageOf = ({ sha256, width, height, level }: Sample, { contentRating }: HubModel) => {
  return { sha256, type: 'image/webp', width, height, contentRating: level ?? contentRating } as const;
};

const factsOf = ({
  id,
  name,
  description,
  creatorId,
  createdAt,
  publishedAt,
  contentRating,
  ...of
}: HubModel): SubjectDetails => ({
  ...{ title: name, text: description, authorId: creatorId, at: publishedAt ?? createdAt, path: `/models/${id}` },
  ...{ contentRating, license: of.license, licenseWords: of.licenseText },
});
