import { defineEntity, type EntitySchema, p } from '@mikro-orm/core';
import { at, hash, id, useId } from './columns.js';

/** What somebody shares; its files belong to its versions. */
const hubModel = defineEntity({
  name: 'HubModel',
  tableName: 'hub_model',
  properties: {
    id: id().primary(),
    creatorId: id(),
    kind: p.string().length(7),
    name: p.string().length(60),
    /** The name as it is told from others: two that look alike are one, by either of the two. */
    nameKey: p.string().length(255),
    nameConfusableKey: p.string().length(255),
    description: p.text(),
    license: p.string().length(40),
    licenseText: p.text(),
    /** JSON: in their order. */
    tags: p.text(),
    contentRating: p.string().length(10),
    /** Its creator cannot make less of it, whatever its samples show: what a moderator says. */
    minimumRating: p.string().length(10).default('everyone'),
    /** Of its newest published version; null while none is. */
    newestVersionId: id().nullable(),
    baseModel: p.string().length(10),
    publishedAt: at().nullable(),
    createdAt: at(),
    editedAt: at().nullable(),
    isSeeded: p.boolean().default(false),
    likes: p.integer().default(0),
    downloads: p.integer().default(0),
    imageCount: p.integer().default(0),
    comments: p.integer().default(0),
    reviews: p.integer().default(0),
    /** All stars together. */
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
    // What facets are counted from, without the long texts of the rows.
    {
      name: 'hub_model_facets',
      properties: ['kind', 'baseModel', 'license', 'contentRating', 'publishedAt', 'creatorId'],
    },
    { name: 'hub_model_of_creator', properties: ['creatorId', 'publishedAt'] },
    {
      // The same of those that words have found.
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

/** Words a model is found by: of its name, tags, trigger words, creator and description; `weight` 1 counts most. */
const hubWord = defineEntity({
  name: 'HubSearchTerm',
  tableName: 'hub_search_term',
  properties: { term: p.string().length(40).primary(), modelId: id().primary(), weight: p.smallint() },
  indexes: [
    { name: 'hub_search_term_of_model', properties: ['modelId'] },
    // SQLite would look up each row for its weight.
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
    /** What settings and infotexts call it. */
    versionRef: useId(),
    state: p.string().length(12),
    /** A moderator took it back: its creator cannot show it again. */
    isTakenDown: p.boolean().default(false),
    notes: p.text(),
    baseModel: p.string().length(10),
    baseModelName: p.string().length(60),
    /** JSON. */
    triggerWords: p.text(),
    recommended: p.text(),
    fileMetadata: p.text().columnType('longtext'),
    /** JSON: what whoever renders it has to know; nobody else reads it. */
    renderMetadata: p.text().columnType('longtext').nullable(),
    /** SHA-256 of the folder, or of the single file. */
    hash: hash(),
    bytes: p.bigint('number'),
    downloads: p.integer().default(0),
    imageCount: p.integer().default(0),
    /** Samples that are still to be rendered. */
    pendingSamples: p.smallint().default(0),
    at: at(),
    checkedAt: at().nullable(),
  },
  uniques: [
    { name: 'hub_version_ref', properties: ['versionRef'] },
    { name: 'hub_version_label', properties: ['modelId', 'label'] },
    // The same files are published once.
    { name: 'hub_version_of_hash', properties: ['hash'] },
  ],
  indexes: [{ name: 'hub_version_shown', properties: ['state', 'at'] }],
});

/** One row: it rises with every change of what can be chosen in rooms, so that each process sees what another one changed. */
const hubRevision = defineEntity({
  name: 'HubRevision',
  tableName: 'hub_revision',
  properties: { name: p.string().length(10).primary(), revision: p.bigint('number') },
});

/** What removed versions were called: images and rooms go on naming them, so that no other files may be called so. */
const hubRemovedUse = defineEntity({
  name: 'HubRetiredRef',
  tableName: 'hub_retired_ref',
  properties: {
    /** Name and label as they are told from others. */
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
    /** Its key in the blob store. */
    sha256: hash(),
    /** Of a .safetensors file without its header. */
    weightsHash: hash().nullable(),
    bytes: p.bigint('number'),
    /** CRC-32, for archives. */
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
    /** As large as lists show it, once a list has shown it. */
    thumbnailSha256: hash().nullable(),
    width: p.integer(),
    height: p.integer(),
    prompt: p.text(),
    isUploaded: p.boolean().default(false),
    /** Where it is not for everybody: what the check says of it. */
    contentRating: p.string().length(10).nullable(),
    /** It came out of this take. */
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

/** Who downloaded what on which day, once: `who` is a hash that tells nobody's name. */
const hubDownload = defineEntity({
  name: 'HubDownload',
  tableName: 'hub_download',
  properties: { versionId: id().primary(), day: p.integer().primary(), downloaderHash: hash().primary() },
});

/** What is published, what it is found by, and what shows and counts it. */
export const modelEntities: EntitySchema[] = [
  hubModel,
  hubTag,
  hubWord,
  hubVersion,
  hubRevision,
  hubRemovedUse,
  hubFile,
  hubSample,
  hubDownload,
];
