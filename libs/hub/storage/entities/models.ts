import { defineEntity, type EntitySchema, p } from '@mikro-orm/core';
import { at, hash, id, useId } from './columns.js';

/** What somebody shares; its files belong to its versions. */
const hubModel = defineEntity({
  name: 'HubModel',
  tableName: 'hub_model',
  properties: {
    id: id().primary(),
    makerId: id(),
    kind: p.string().length(7),
    name: p.string().length(60),
    /** The name as it is told from others: two that look alike are one, by either of the two. */
    nameKey: p.string().length(255),
    nameLooks: p.string().length(255),
    about: p.text(),
    licence: p.string().length(40),
    licenceWords: p.text(),
    /** JSON: in their order. */
    tags: p.text(),
    maturity: p.string().length(10),
    /** Its creator cannot make less of it, whatever its samples show: what a moderator says. */
    atLeast: p.string().length(10).default('everyone'),
    /** Of its newest published version; null while none is. */
    newestVersionId: id().nullable(),
    base: p.string().length(10),
    publishedAt: at().nullable(),
    createdAt: at(),
    editedAt: at().nullable(),
    isSample: p.boolean().default(false),
    likes: p.integer().default(0),
    downloads: p.integer().default(0),
    pictures: p.integer().default(0),
    comments: p.integer().default(0),
    reviews: p.integer().default(0),
    /** All stars together. */
    stars: p.integer().default(0),
  },
  uniques: [
    { name: 'hub_model_name', properties: ['nameKey'] },
    { name: 'hub_model_looks', properties: ['nameLooks'] },
  ],
  indexes: [
    { name: 'hub_model_new', properties: ['publishedAt', 'id'] },
    { name: 'hub_model_used', properties: ['pictures', 'id'] },
    { name: 'hub_model_liked', properties: ['likes', 'id'] },
    { name: 'hub_model_downloads', properties: ['downloads', 'id'] },
    // What facets are counted from, without the long texts of the rows.
    { name: 'hub_model_facets', properties: ['kind', 'base', 'licence', 'maturity', 'publishedAt', 'makerId'] },
    { name: 'hub_model_of_maker', properties: ['makerId', 'publishedAt'] },
    {
      // The same of those that words have found.
      name: 'hub_model_found',
      properties: ['id', 'publishedAt', 'maturity', 'kind', 'base', 'licence', 'makerId', 'pictures', 'likes'],
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
  name: 'HubWord',
  tableName: 'hub_word',
  properties: { word: p.string().length(40).primary(), modelId: id().primary(), weight: p.smallint() },
  indexes: [
    { name: 'hub_word_of_model', properties: ['modelId'] },
    // SQLite would look up each row for its weight.
    { name: 'hub_word_found', properties: ['word', 'modelId', 'weight'] },
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
    useId: useId(),
    state: p.string().length(12),
    /** A moderator took it back: its creator cannot show it again. */
    isWithheld: p.boolean().default(false),
    notes: p.text(),
    base: p.string().length(10),
    baseName: p.string().length(60),
    /** JSON. */
    triggerWords: p.text(),
    recommended: p.text(),
    facts: p.text().columnType('longtext'),
    /** JSON: what whoever renders it has to know; nobody else reads it. */
    renderFacts: p.text().columnType('longtext').nullable(),
    /** SHA-256 of the folder, or of the single file. */
    hash: hash(),
    bytes: p.bigint('number'),
    downloads: p.integer().default(0),
    pictures: p.integer().default(0),
    /** Samples that are still to be rendered. */
    samplesToCome: p.smallint().default(0),
    at: at(),
    checkedAt: at().nullable(),
  },
  uniques: [
    { name: 'hub_version_use', properties: ['useId'] },
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
  name: 'HubRemovedUse',
  tableName: 'hub_removed_use',
  properties: {
    /** Name and label as they are told from others. */
    useKey: p.string().length(300).primary(),
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
    smallSha256: hash().nullable(),
    width: p.integer(),
    height: p.integer(),
    prompt: p.text(),
    isChosen: p.boolean().default(false),
    /** Where it is not for everybody: what the check says of it. */
    level: p.string().length(10).nullable(),
    /** It came out of this take. */
    takeId: id().nullable(),
    at: at(),
  },
  uniques: [{ name: 'hub_sample_of_take', properties: ['takeId'] }],
  indexes: [
    { name: 'hub_sample_of_version', properties: ['versionId', 'position'] },
    { name: 'hub_sample_of_picture', properties: ['sha256'] },
    { name: 'hub_sample_of_small', properties: ['smallSha256'] },
  ],
});

/** Who downloaded what on which day, once: `who` is a hash that tells nobody's name. */
const hubDownload = defineEntity({
  name: 'HubDownload',
  tableName: 'hub_download',
  properties: { versionId: id().primary(), day: p.integer().primary(), who: hash().primary() },
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
