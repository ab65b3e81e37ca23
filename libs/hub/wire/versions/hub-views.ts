import { Injectable } from '@nestjs/common';
import { People, type Person } from '@visionary/accounts';
import type { HubCard, HubCounts, HubModelView, HubVersionView, LicenceId, SampleView } from '@visionary/contract';
import { beginningOf } from '@visionary/kernel';
import { type Sample, Samples } from '../../domain/samples/samples.js';
import { isLarge, smallWidth } from '../../domain/samples/small.js';
import type { HubModel, Version, VersionFile } from '../../domain/version.js';
import { type EmojiTally, HubPages } from '../../domain/versions/hub-pages.js';
import { SetAsideReasons } from '../../domain/versions/set-aside.js';
import { ServersOwn } from './servers-own.js';

/** Of what is said about a model, on its card. */
const ABOUT_ON_CARD = 240;
const SAMPLES_ON_CARD = 4;

interface Around {
  readonly makers: ReadonlyMap<string, Person>;
  readonly emojis: ReadonlyMap<string, readonly EmojiTally[]>;
  readonly samples: ReadonlyMap<string, readonly Sample[]>;
}

/** Models as everybody sees them. */
@Injectable()
export class HubViews {
  constructor(
    private readonly pages: HubPages,
    private readonly samples: Samples,
    private readonly people: People,
    private readonly reasons: SetAsideReasons,
    private readonly serversOwn: ServersOwn,
  ) {}

  /** In the order of the models. As many queries for many as for one. */
  async cards(models: readonly HubModel[]): Promise<HubCard[]> {
    const published = models.flatMap(({ newestVersionId }) => newestVersionId ?? []);
    const others = models.filter(({ newestVersionId }) => newestVersionId === null).map(({ id }) => id);
    const newest = [...(await this.pages.versionsByIds(published)), ...(await this.pages.newestOf(others))];
    const byModel = new Map(newest.map((version) => [version.modelId, version]));
    const around = await this.around(models, newest);
    return models.flatMap((model) => {
      const version = byModel.get(model.id);
      return version ? [presentCard(model, version, around)] : [];
    });
  }

  /** @param versions the newest first, those that whoever asks may see, one at least */
  async model(model: HubModel, versions: readonly [Version, ...Version[]]): Promise<HubModelView> {
    const around = await this.around([model], versions);
    const files = await this.pages.filesOf(versions.map(({ id }) => id));
    const reasons = await this.reasons.ofVersions(versions);
    const newest = versions.find(({ id }) => id === model.newestVersionId) ?? versions[0];
    return {
      ...presentCard(model, newest, around),
      about: model.about,
      licenceWords: model.licenceWords,
      versions: await Promise.all(
        versions.map(async (version) => {
          const setAside = reasons.get(version.useId);
          const copyOf = await this.serversOwn.titleOf(model.kind, version.hash);
          const shown = presentVersion(version, files.get(version.id) ?? [], around);
          return { ...shown, ...(setAside && { setAside }), ...(copyOf !== undefined && { copyOf }) };
        }),
      ),
      ...(model.editedAt !== null && { editedAt: model.editedAt }),
    };
  }

  private async around(models: readonly HubModel[], versions: readonly Version[]): Promise<Around> {
    const [makers, emojis, samples] = await Promise.all([
      this.people.byIds(models.map(({ makerId }) => makerId)),
      this.pages.emojisOf(models.map(({ id }) => id)),
      this.samples.ofVersions(versions.map(({ id }) => id)),
    ]);
    return { makers, emojis, samples: Map.groupBy(samples, ({ versionId }) => versionId) };
  }
}

export const presentSample = ({ id, width, height, prompt, isChosen }: Sample): SampleView => ({
  ...{ id, url: `/api/hub/samples/${id}`, width, height, prompt, isChosen },
  ...(isLarge({ width, height }) && {
    small: { url: `/api/hub/samples/${id}/small`, width: smallWidth({ width, height }) },
  }),
});

export const presentCounts = ({ counts }: HubModel, reactions: readonly EmojiTally[]): HubCounts => ({
  ...{ likes: counts.likes, downloads: counts.downloads, pictures: counts.pictures, comments: counts.comments },
  reviews: counts.reviews,
  ...(counts.reviews > 0 && { stars: counts.stars / counts.reviews }),
  reactions: [...reactions],
});

const presentCard = (model: HubModel, newest: Version, { makers, emojis, samples }: Around): HubCard => ({
  ...{ id: model.id, kind: model.kind, name: model.name },
  maker: makers.get(model.makerId) ?? { id: model.makerId, name: '' },
  ...{ base: newest.base, baseName: newest.baseName, tags: [...model.tags], licence: model.licence as LicenceId },
  ...{ maturity: model.maturity, about: beginningOf(model.about, ABOUT_ON_CARD) },
  samples: (samples.get(newest.id) ?? []).slice(0, SAMPLES_ON_CARD).map(presentSample),
  newest: { id: newest.id, label: newest.label, useId: newest.useId, at: newest.at, bytes: newest.bytes },
  counts: presentCounts(model, emojis.get(model.id) ?? []),
  ...{ at: model.createdAt, isPublished: model.publishedAt !== null, isSample: model.isSample },
});

const presentVersion = (version: Version, files: readonly VersionFile[], { samples }: Around): HubVersionView => ({
  ...{ id: version.id, label: version.label, useId: version.useId, state: version.state, notes: version.notes },
  ...(version.isWithheld && { isWithheld: true }),
  ...{ base: version.base, baseName: version.baseName, triggerWords: [...version.triggerWords] },
  recommended: version.recommended as HubVersionView['recommended'],
  facts: version.facts as HubVersionView['facts'],
  ...{ hash: version.hash, bytes: version.bytes },
  files: files.map(({ path, bytes, sha256 }, position) => ({
    ...{ path, bytes, sha256, url: `/api/hub/versions/${version.id}/files/${position}` },
  })),
  samples: (samples.get(version.id) ?? []).map(presentSample),
  ...{ samplesToCome: version.samplesToCome, pictures: version.pictures, downloads: version.downloads, at: version.at },
  ...(version.checkedAt !== null && { checkedAt: version.checkedAt }),
});
