import { Injectable } from '@nestjs/common';
import type { HubKind } from '@visionary/contract';
import { Database, type Row } from '@visionary/platform/database';
import type { PublishedVersion } from '../domain/published-versions.js';
import type { FileFacts, RecommendedSettings } from '../domain/version.js';

/** The only row of hub_revision. */
const REVISION_NAME = 'offers';

const VISIBLE_STATES = ['published', 'quarantined'] as const;
const BATCH_SIZE = 200;

const MODEL_COLUMNS = [
  'm.creator_id',
  'm.name',
  'm.description',
  'm.license',
  'm.license_text',
  'm.content_rating',
] as const;

type VersionColumns = Pick<
  Row<'hub_version'>,
  'id' | 'model_id' | 'version_ref' | 'label' | 'base_model' | 'trigger_words' | 'recommended'
>;
type FileColumns = Pick<Row<'hub_version'>, 'file_metadata' | 'hash' | 'bytes' | 'state' | 'at'>;
type ModelColumns = Pick<
  Row<'hub_model'>,
  'creator_id' | 'name' | 'description' | 'license' | 'license_text' | 'content_rating'
>;

/** Published and quarantined versions. */
@Injectable()
export class PublishedVersions {
  constructor(private readonly database: Database) {}

  /** Increases with every change, by any process. */
  async revision(): Promise<number> {
    const row = this.database.selectFrom('hub_revision').select('revision').where('name', '=', REVISION_NAME);
    return Number((await row.executeTakeFirstOrThrow()).revision);
  }

  /** Must run in the transaction of the change. */
  async raiseRevision(): Promise<void> {
    const update = this.database.updateTable('hub_revision').set(({ eb }) => ({ revision: eb('revision', '+', 1) }));
    const { numUpdatedRows } = await update.where('name', '=', REVISION_NAME).executeTakeFirst();
    if (numUpdatedRows !== 1n) throw new Error('the row of hub_revision is missing');
  }

  /** By version id, newest first. A stamp changes when the version's shown data changes. */
  async versionStamps(kind: HubKind): Promise<ReadonlyMap<string, string>> {
    const rows = await this.database
      .selectFrom('hub_version as v')
      .innerJoin('hub_model as m', 'm.id', 'v.model_id')
      .select(['v.id', 'v.state', 'm.edited_at', 'm.name', 'm.content_rating', 'v.recommended', 'v.trigger_words'])
      .where('v.state', 'in', VISIBLE_STATES)
      .where('m.kind', '=', kind)
      .orderBy('v.at', 'desc')
      .orderBy('v.id', 'desc')
      .execute();
    return new Map(rows.map(({ id, ...stamp }) => [id, Object.values(stamp).join('\0')]));
  }

  /** In no particular order. Omits removed versions. */
  async byVersionIds(versionIds: readonly string[]): Promise<PublishedVersion[]> {
    const versions: PublishedVersion[] = [];
    for (let from = 0; from < versionIds.length; from += BATCH_SIZE) {
      const rows = await this.database
        .selectFrom('hub_version as v')
        .innerJoin('hub_model as m', 'm.id', 'v.model_id')
        .select(['v.id', 'v.model_id', 'v.version_ref', 'v.label', 'v.base_model', 'v.trigger_words', 'v.recommended'])
        .select(['v.file_metadata', 'v.hash', 'v.bytes', 'v.state', 'v.at'])
        .select(MODEL_COLUMNS)
        .where('v.state', 'in', VISIBLE_STATES)
        .where('v.id', 'in', versionIds.slice(from, from + BATCH_SIZE))
        .execute();
      versions.push(...rows.map(publishedVersionOf));
    }
    return versions;
  }

  /** JSON of the renderer, by version id. Long: request few at a time. */
  async renderFacts(versionIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (versionIds.length === 0) return new Map();
    const rows = this.database
      .selectFrom('hub_version')
      .select(['id', 'render_metadata'])
      .where('id', 'in', [...versionIds]);
    return new Map(
      (await rows.execute()).flatMap(({ id, render_metadata: facts }) => (facts === null ? [] : [[id, facts]])),
    );
  }

  /** Id of the first sample, by version id. */
  async samples(versionIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (versionIds.length === 0) return new Map();
    const rows = this.database
      .selectFrom('hub_sample as s')
      .innerJoin('hub_version as v', 'v.id', 's.version_id')
      .innerJoin('hub_model as m', 'm.id', 'v.model_id')
      .select(['s.id', 's.version_id'])
      .where('s.version_id', 'in', [...versionIds])
      // The picker blurs nothing, so it shows only samples for everyone.
      .where('m.content_rating', '=', 'everyone')
      .orderBy('s.position', 'desc');
    return new Map((await rows.execute()).map(({ id, version_id }) => [version_id, id]));
  }
}

const publishedVersionOf = (row: VersionColumns & FileColumns & ModelColumns): PublishedVersion => {
  const { width, height, supportsImg2img, addition, vocabulary } = JSON.parse(row.file_metadata) as FileFacts;
  return {
    versionId: row.id,
    modelId: row.model_id,
    creatorId: row.creator_id,
    useId: row.version_ref,
    name: row.name,
    label: row.label,
    description: row.description,
    license: row.license,
    licenseText: row.license_text,
    base: row.base_model,
    triggerWords: JSON.parse(row.trigger_words) as string[],
    recommended: JSON.parse(row.recommended) as RecommendedSettings,
    width,
    height,
    supportsImg2img,
    ...(addition && { addition }),
    ...(vocabulary && { vocabulary }),
    hash: row.hash,
    bytes: Number(row.bytes),
    isQuarantined: row.state === 'quarantined',
    at: Number(row.at),
    contentRating: row.content_rating,
  };
};
