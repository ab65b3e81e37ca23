import { Injectable } from '@nestjs/common';
import { Users, type User } from '@visionary/accounts';
import { ReactionsService } from '@visionary/comments';
import type {
  EmojiCount,
  HubCard,
  HubCounts,
  HubModelView,
  HubVersionView,
  LicenseId,
  SampleView,
} from '@visionary/contract';
import { truncate } from '@visionary/kernel';
import { needsThumbnail, type Sample, thumbnailWidth } from '../../domain/samples.js';
import type { HubModel, Version, VersionFile } from '../../domain/version.js';
import { QuarantineReasons } from '../../domain/registries.js';
import { LocalDuplicates } from './local-duplicates.js';
import { Samples } from '../../storage/samples/sql-samples.js';
import { HubPages } from '../../storage/versions/sql-hub-pages.js';

const CARD_DESCRIPTION_LENGTH = 240;
const SAMPLES_PER_CARD = 4;

interface RelatedData {
  readonly creators: ReadonlyMap<string, User>;
  readonly emojis: ReadonlyMap<string, readonly EmojiCount[]>;
  readonly samples: ReadonlyMap<string, readonly Sample[]>;
}

@Injectable()
export class HubViews {
  constructor(
    private readonly pages: HubPages,
    private readonly samples: Samples,
    private readonly reactions: ReactionsService,
    private readonly users: Users,
    private readonly reasons: QuarantineReasons,
    private readonly localDuplicates: LocalDuplicates,
  ) {}

  /** Keeps the order. The number of queries is constant. */
  async cards(models: readonly HubModel[]): Promise<HubCard[]> {
    const published = models.flatMap(({ newestVersionId }) => newestVersionId ?? []);
    const others = models.filter(({ newestVersionId }) => newestVersionId === null).map(({ id }) => id);
    const newest = [...(await this.pages.versionsByIds(published)), ...(await this.pages.newestOf(others))];
    const byModel = new Map(newest.map((version) => [version.modelId, version]));
    const related = await this.relatedData(models, newest);
    return models.flatMap((model) => {
      const version = byModel.get(model.id);
      return version ? [presentCard(model, version, related)] : [];
    });
  }

  /** @param versions visible to the viewer, newest first */
  async model(model: HubModel, versions: readonly [Version, ...Version[]]): Promise<HubModelView> {
    const related = await this.relatedData([model], versions);
    const files = await this.pages.filesOf(versions.map(({ id }) => id));
    const reasons = await this.reasons.ofVersions(versions);
    const newest = versions.find(({ id }) => id === model.newestVersionId) ?? versions[0];
    return {
      ...presentCard(model, newest, related),
      description: model.description,
      licenseText: model.licenseText,
      versions: await Promise.all(
        versions.map(async (version) => {
          const quarantineReason = reasons.get(version.useId);
          const localDuplicateOf = await this.localDuplicates.titleOf(model.kind, version.hash);
          const view = presentVersion(version, files.get(version.id) ?? [], related);
          return {
            ...view,
            ...(quarantineReason && { quarantineReason }),
            ...(localDuplicateOf !== undefined && { localDuplicateOf }),
          };
        }),
      ),
      ...(model.editedAt !== null && { editedAt: model.editedAt }),
    };
  }

  private async relatedData(models: readonly HubModel[], versions: readonly Version[]): Promise<RelatedData> {
    const [creators, emojis, samples] = await Promise.all([
      this.users.byIds(models.map(({ creatorId }) => creatorId)),
      this.reactions.countsOf(
        'model',
        models.map(({ id }) => id),
      ),
      this.samples.ofVersions(versions.map(({ id }) => id)),
    ]);
    return { creators, emojis, samples: Map.groupBy(samples, ({ versionId }) => versionId) };
  }
}

export const presentSample = ({ id, width, height, prompt, isUploaded }: Sample): SampleView => ({
  id,
  url: `/api/hub/samples/${id}`,
  width,
  height,
  prompt,
  isUploaded,
  ...(needsThumbnail({ width, height }) && {
    small: { url: `/api/hub/samples/${id}/thumbnail`, width: thumbnailWidth({ width, height }) },
  }),
});

export const presentCounts = ({ counts }: HubModel, reactions: readonly EmojiCount[]): HubCounts => ({
  likes: counts.likes,
  downloads: counts.downloads,
  images: counts.images,
  comments: counts.comments,
  reviews: counts.reviews,
  ...(counts.reviews > 0 && { stars: counts.stars / counts.reviews }),
  reactions: [...reactions],
});

const presentCard = (model: HubModel, newest: Version, { creators, emojis, samples }: RelatedData): HubCard => ({
  id: model.id,
  kind: model.kind,
  ...(newest.facts.addition && { addition: newest.facts.addition }),
  ...(newest.facts.weightsKind && { weightsKind: newest.facts.weightsKind }),
  name: model.name,
  creator: creators.get(model.creatorId) ?? { id: model.creatorId, name: '' },
  base: newest.base,
  baseModelName: newest.baseModelName,
  tags: [...model.tags],
  license: model.license as LicenseId,
  contentRating: model.contentRating,
  description: truncate(model.description, CARD_DESCRIPTION_LENGTH),
  samples: (samples.get(newest.id) ?? []).slice(0, SAMPLES_PER_CARD).map(presentSample),
  newest: { id: newest.id, label: newest.label, versionRef: newest.useId, at: newest.at, bytes: newest.bytes },
  counts: presentCounts(model, emojis.get(model.id) ?? []),
  at: model.createdAt,
  isPublished: model.publishedAt !== null,
  isSample: model.isSample,
});

const presentVersion = (version: Version, files: readonly VersionFile[], { samples }: RelatedData): HubVersionView => ({
  id: version.id,
  label: version.label,
  versionRef: version.useId,
  state: version.state,
  notes: version.notes,
  ...(version.isTakenDown && { isTakenDown: true }),
  base: version.base,
  baseModelName: version.baseModelName,
  triggerWords: [...version.triggerWords],
  recommended: version.recommended as HubVersionView['recommended'],
  fileMetadata: version.facts as HubVersionView['fileMetadata'],
  hash: version.hash,
  bytes: version.bytes,
  files: files.map(({ path, bytes, sha256 }, position) => ({
    path,
    bytes,
    sha256,
    url: `/api/hub/versions/${version.id}/files/${position}`,
  })),
  samples: (samples.get(version.id) ?? []).map(presentSample),
  pendingSamples: version.pendingSamples,
  images: version.images,
  downloads: version.downloads,
  at: version.at,
  ...(version.checkedAt !== null && { checkedAt: version.checkedAt }),
});
