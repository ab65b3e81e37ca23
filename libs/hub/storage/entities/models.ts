import { defineEntity, p } from '@mikro-orm/core';
import { at, hash, id, useId } from './columns.js';
import type { ContentRating, HubKind, ModelFamily, VersionState } from '@visionary/contract';

/** A published model. The files belong to its versions. */
const hubModel = defineEntity({
  name: 'HubModel',
  tableName: 'hub_model',
  properties: {
    id: id().primary(),
    creatorId: id(),
    kind: p.string().length(10).$type<HubKind>(),
    name: p.string().length(60),
    /** Names are the same if either key is equal. */
    nameKey: p.string().length(255),
    nameConfusableKey: p.string().length(255),
    description: p.text(),
    license: p.string().length(40),
    licenseText: p.text(),
    /** JSON, in order. */
    tags: p.text(),
    contentRating: p.string().length(10).$type<ContentRating>(),
    /** Minimum rating by a moderator. */
    minimumRating: p.string().length(10).$type<ContentRating>().default('everyone'),
    /** The newest published version; null without one. */
    newestVersionId: id().nullable(),
    baseModel: p.string().length(10).$type<ModelFamily>(),
    publishedAt: at().nullable(),
    createdAt: at(),
    editedAt: at().nullable(),
    /** Set: a moderator hid the model. */
    hiddenAt: at().nullable(),
    isSeeded: p.boolean().default(false),
    likes: p.integer().default(0),
    downloads: p.integer().default(0),
    imageCount: p.integer().default(0),
    comments: p.integer().default(0),
    reviews: p.integer().default(0),
    /** Sum over all reviews. */
    starSum: p.integer().default(0),
  },
  uniques: [
    { name: 'hub_model_name', properties: ['nameKey'] },
    { name: 'hub_model_confusable_name', properties: ['nameConfusableKey'] },
  ],
  indexes: [
    { name: 'hub_model_new', properties: ['publishedAt', 'id'] },
    { name: 'hub_model_used', properties: ['imageCount', 'id'] },
    { name: 'hub_model_liked', properties: ['likes', 'id'] },
    { name: 'hub_model_downloads', properties: ['downloads', 'id'] },
    // Covers the counts of facets without reading the long rows.
    {
      name: 'hub_model_facets',
      properties: ['kind', 'baseModel', 'license', 'contentRating', 'publishedAt', 'creatorId'],
    },
    { name: 'hub_model_of_creator', properties: ['creatorId', 'publishedAt'] },
    {
      // The same for search results.
      name: 'hub_model_found',
      properties: [
        'id',
        'publishedAt',
        'contentRating',
        'kind',
        'baseModel',
        'license',
        'creatorId',
        'imageCount',
        'likes',
      ],
    },
  ],
});

const hubTag = defineEntity({
  name: 'HubTag',
  tableName: 'hub_tag',
  properties: { tag: p.string().length(32).primary(), modelId: id().primary() },
  indexes: [{ name: 'hub_tag_of_model', properties: ['modelId', 'tag'] }],
});

/** Search words of a model. Weight 1 counts most. */
const hubWord = defineEntity({
  name: 'HubSearchTerm',
  tableName: 'hub_search_term',
  properties: { term: p.string().length(40).primary(), modelId: id().primary(), weight: p.smallint() },
  indexes: [
    { name: 'hub_search_term_of_model', properties: ['modelId'] },
    // Includes the weight, which spares SQLite a lookup per row.
    { name: 'hub_search_term_found', properties: ['term', 'modelId', 'weight'] },
  ],
});

const hubVersion = defineEntity({
  name: 'HubVersion',
  tableName: 'hub_version',
  properties: {
    id: id().primary(),
    modelId: id(),
    label: p.string().length(20),
    /** The reference in settings and infotexts. */
    versionRef: useId(),
    state: p.string().length(12).$type<VersionState>(),
    /** Unpublished by a moderator. The creator can't publish it again. */
    isTakenDown: p.boolean().default(false),
    /** Set: unpublished because its model is hidden, and published again with it. */
    hiddenAt: at().nullable(),
    notes: p.text(),
    baseModel: p.string().length(10).$type<ModelFamily>(),
    baseModelName: p.string().length(60),
    /** JSON. */
    triggerWords: p.text(),
    recommended: p.text(),
    fileMetadata: p.text().columnType('longtext'),
    /** JSON of the renderer. Opaque to the hub. */
    renderMetadata: p.text().columnType('longtext').nullable(),
    /** SHA-256 of the folder, or of the single file. */
    hash: hash(),
    bytes: p.bigint('number'),
    downloads: p.integer().default(0),
    imageCount: p.integer().default(0),
    /** Samples to render. */
    pendingSamples: p.smallint().default(0),
    at: at(),
    checkedAt: at().nullable(),
  },
  uniques: [
    { name: 'hub_version_ref', properties: ['versionRef'] },
    { name: 'hub_version_label', properties: ['modelId', 'label'] },
    // The same files can be published only once.
    { name: 'hub_version_of_hash', properties: ['hash'] },
  ],
  indexes: [{ name: 'hub_version_shown', properties: ['state', 'at'] }],
});

/** One row, increased by every change of published versions, so that other processes notice it. */
const hubRevision = defineEntity({
  name: 'HubRevision',
  tableName: 'hub_revision',
  properties: { name: p.string().length(10).primary(), revision: p.bigint('number') },
});

/** References of removed versions. Takes and rooms still use them, so other files can't get them. */
const hubRemovedUse = defineEntity({
  name: 'HubRetiredRef',
  tableName: 'hub_retired_ref',
  properties: {
    /** Normalized name and label. */
    refKey: p.string().length(300).primary(),
    hash: hash(),
  },
});

const hubFile = defineEntity({
  name: 'HubFile',
  tableName: 'hub_file',
  properties: {
    versionId: id().primary(),
    position: p.integer().primary(),
    path: p.string().length(200),
    /** Blob key. */
    sha256: hash(),
    /** SHA-256 of a .safetensors file without its header. */
    weightsHash: hash().nullable(),
    bytes: p.bigint('number'),
    /** CRC-32, for zip archives. */
    crc32: p.bigint('number'),
  },
  indexes: [
    { name: 'hub_file_of_hash', properties: ['sha256'] },
    { name: 'hub_file_of_weights', properties: ['weightsHash'] },
  ],
});

const hubSample = defineEntity({
  name: 'HubSample',
  tableName: 'hub_sample',
  properties: {
    id: id().primary(),
    versionId: id(),
    position: p.integer(),
    sha256: hash(),
    /** Blob key of the thumbnail, once a list has shown it. */
    thumbnailSha256: hash().nullable(),
    width: p.integer(),
    height: p.integer(),
    prompt: p.text(),
    isUploaded: p.boolean().default(false),
    /** Rating by the image check; null for everyone. */
    contentRating: p.string().length(10).$type<'sensitive' | 'adult'>().nullable(),
    /** The take that rendered it. */
    takeId: id().nullable(),
    at: at(),
  },
  uniques: [{ name: 'hub_sample_of_take', properties: ['takeId'] }],
  indexes: [
    { name: 'hub_sample_of_version', properties: ['versionId', 'position'] },
    { name: 'hub_sample_of_image', properties: ['sha256'] },
    { name: 'hub_sample_of_thumbnail', properties: ['thumbnailSha256'] },
  ],
});

/** Downloads per version, user, and day. The user is hashed. */
const hubDownload = defineEntity({
  name: 'HubDownload',
  tableName: 'hub_download',
  properties: { versionId: id().primary(), day: p.integer().primary(), downloaderHash: hash().primary() },
});

/** Models, versions, their search index, samples, and downloads. */
export const modelEntities = [
  hubModel,
  hubTag,
  hubWord,
  hubVersion,
  hubRevision,
  hubRemovedUse,
  hubFile,
  hubSample,
  hubDownload,
] as const;
