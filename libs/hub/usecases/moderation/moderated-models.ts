import { Injectable, type OnModuleInit } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import {
  type Content,
  type ModeratedKind,
  ModeratedSubjects,
  type Subject,
  type SubjectFacts,
  subjectKey,
} from '@visionary/safety';
import { HubModelChanged, VersionWithdrawn } from '../../domain/events.js';
import { type Sample, Samples } from '../../domain/samples/samples.js';
import { type HubModel, Versions } from '../../domain/version.js';
import { contentsOfVersion } from '../versions/contents-of-version.js';
import { Shelf } from '../../domain/versions/shelf.js';
import { HUB, hubSubject } from '../../domain/versions/subjects.js';

interface Withheld {
  readonly versionIds: readonly string[];
}

/** Models people share, for those who moderate: all versions are withheld, and shown again. Its maker cannot show them. */
@Injectable()
export class ModeratedModels implements ModeratedKind, OnModuleInit {
  readonly name = 'hub';

  constructor(
    private readonly subjects: ModeratedSubjects,
    private readonly versions: Versions,
    private readonly shelf: Shelf,
    private readonly work: UnitOfWork,
    private readonly samples: Samples,
  ) {}

  onModuleInit(): void {
    this.subjects.add('model', this);
  }

  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectFacts>> {
    const models = await this.versions.modelsByIds(subjects.map(({ id }) => id));
    const newest = new Map<string, string>();
    for (const { id, newestVersionId } of models) {
      const versionId = newestVersionId ?? (await this.versions.ofModel(id))[0]?.id;
      if (versionId !== undefined) newest.set(id, versionId);
    }
    const samples = await this.samples.ofVersions([...newest.values()]);
    const facts = new Map<string, SubjectFacts>();
    for (const model of models) {
      const versionId = newest.get(model.id);
      const files = versionId === undefined ? [] : await this.versions.filesOf(versionId);
      const sample = samples.find((one) => one.versionId === versionId);
      facts.set(subjectKey({ kind: 'model', id: model.id }), {
        ...factsOf(model),
        ...(sample && { picture: pictureOf(sample, model) }),
        files: files.map(({ path }) => path),
      });
    }
    return facts;
  }

  async maySee(personId: string, { id }: Subject): Promise<boolean> {
    const model = await this.versions.modelById(id);
    return model !== null && (model.newestVersionId !== null || model.makerId === personId);
  }

  async contents({ id }: Subject): Promise<readonly Content[]> {
    const held: Content[] = [];
    for (const version of await this.versions.ofModel(id)) {
      held.push(...contentsOfVersion(version.hash, await this.versions.filesOf(version.id)));
    }
    return held;
  }

  async setAside({ id }: Subject): Promise<Withheld> {
    const model = await this.hold(id);
    const versions = (await this.versions.ofModel(id)).filter(({ state }) => state === 'published');
    for (const version of model ? versions : []) {
      await this.shelf.setState(version.id, 'unpublished', true);
      if (model) this.work.announce(new VersionWithdrawn(version, model.kind, 'unpublished'));
    }
    await this.settle(id);
    return { versionIds: versions.map((version) => version.id) };
  }

  async putBack({ id }: Subject, kept: object): Promise<void> {
    const { versionIds = [] } = kept as Partial<Withheld>;
    if (!(await this.hold(id))) return;
    const versions = await this.versions.ofModel(id);
    // What crashed a renderer meanwhile, or was removed, stays as it is.
    for (const version of versions.filter((one) => versionIds.includes(one.id) && one.state === 'unpublished')) {
      await this.shelf.setState(version.id, 'published', false);
    }
    await this.settle(id);
  }

  async level({ id }: Subject, maturity: HubModel['maturity']): Promise<void> {
    const model = await this.hold(id);
    if (!model) return;
    await this.shelf.changeModel(id, { maturity, atLeast: maturity }, model.editedAt ?? model.createdAt);
    if (maturity !== 'adult') await this.samples.setLevels(id, null);
    await this.settle(id);
  }

  private hold(id: string): Promise<HubModel | null> {
    this.work.touch(HUB, hubSubject(id));
    return this.shelf.holdModel(id);
  }

  private async settle(id: string): Promise<void> {
    await this.shelf.refresh(id);
    this.work.announce(new HubModelChanged(id));
  }
}

const pictureOf = ({ sha256, width, height, level }: Sample, { maturity }: HubModel) => {
  return { sha256, type: 'image/webp', width, height, maturity: level ?? maturity } as const;
};

const factsOf = ({ id, name, about, makerId, createdAt, publishedAt, maturity, ...of }: HubModel): SubjectFacts => ({
  ...{ title: name, text: about, authorId: makerId, at: publishedAt ?? createdAt, path: `/models/${id}` },
  ...{ maturity, licence: of.licence, licenceWords: of.licenceWords },
});
