import { defineEntity, type EntitySchema, p } from '@mikro-orm/core';

const id = () => p.character().length(36);
const at = () => p.bigint('number');
const hash = () => p.character().length(64);
const useId = () => p.string().length(100);

/** Who made a model or a LoRA. Mapping for migrations; the repositories speak plain rows. */
const credit = defineEntity({
  name: 'Credit',
  tableName: 'credit',
  properties: {
    /** model or lora. */
    kind: p.string().length(5).primary(),
    hash: p.character().length(64).primary(),
    /** Of its folder, or its file without the ending. */
    name: p.string().length(100),
    personId: p.character().length(36),
    at: p.bigint('number'),
  },
  indexes: [
    { name: 'credit_of_name', properties: ['name'] },
    { name: 'credit_of_person', properties: ['personId', 'at'] },
  ],
});

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

/** Words a model is found by: of its name, tags, trigger words, maker and description; `weight` 1 counts most. */
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
    /** A moderator took it back: its maker cannot show it again. */
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

/** What removed versions were called: pictures and rooms go on naming them, so that no other files may be called so. */
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

/** What somebody is about to publish. */
const hubDraft = defineEntity({
  name: 'HubDraft',
  tableName: 'hub_draft',
  properties: {
    id: id().primary(),
    makerId: id(),
    clientId: id(),
    /** Of a later version. */
    modelId: id().nullable(),
    state: p.string().length(10),
    /** JSON. */
    form: p.text().columnType('longtext'),
    proposed: p.text().columnType('longtext'),
    facts: p.text().columnType('longtext').nullable(),
    renderFacts: p.text().columnType('longtext').nullable(),
    refusal: p.text().nullable(),
    hash: hash().nullable(),
    /** JSON: what was refused before a byte of it came, the last first. */
    turnedAway: p.text().columnType('longtext').nullable(),
    /** Whose turn it is to check it, and until when: a node that dies over it gives it up. */
    checkedBy: id().nullable(),
    checkUntil: at().nullable(),
    /** How often a check of these files began. */
    checks: p.smallint().default(0),
    createdAt: at(),
    changedAt: at(),
    /** Once it is published: publishing it again gives this. */
    versionId: id().nullable(),
  },
  uniques: [{ name: 'hub_draft_once', properties: ['makerId', 'clientId'] }],
  indexes: [
    { name: 'hub_draft_of_maker', properties: ['makerId', 'changedAt'] },
    { name: 'hub_draft_left', properties: ['state', 'changedAt'] },
    { name: 'hub_draft_of_model', properties: ['modelId'] },
  ],
});

const hubDraftFile = defineEntity({
  name: 'HubDraftFile',
  tableName: 'hub_draft_file',
  properties: {
    /** Its upload has the same id. */
    id: id().primary(),
    draftId: id(),
    path: p.string().length(200),
    bytes: p.bigint('number'),
    received: p.bigint('number'),
    state: p.string().length(10),
    sha256: hash().nullable(),
    weightsHash: hash().nullable(),
    crc32: p.bigint('number').nullable(),
    isKnown: p.boolean().default(false),
    /** JSON. */
    refusal: p.text().nullable(),
    createdAt: at(),
    /** What its maker's side says the content is. */
    announced: hash().nullable(),
    /** It was unpacked from this one. */
    archiveId: id().nullable(),
    /** Who writes to it or looks at it, and until when: a node that dies over it gives it up. */
    heldBy: id().nullable(),
    heldUntil: at().nullable(),
    /** How often somebody began to look at it. */
    looks: p.smallint().default(0),
    /** When a part of it came in last. */
    movedAt: at(),
  },
  indexes: [
    { name: 'hub_draft_file_of_draft', properties: ['draftId', 'path'] },
    { name: 'hub_draft_file_of_hash', properties: ['sha256'] },
    { name: 'hub_draft_file_left', properties: ['state', 'movedAt'] },
  ],
});

/** What crashed or hung whoever tried it: the same bytes are not tried again. */
const hubQuarantine = defineEntity({
  name: 'HubQuarantine',
  tableName: 'hub_quarantine',
  properties: {
    /** As a version's: of the folder, or of the single file. */
    hash: hash().primary(),
    /** JSON. */
    refusal: p.text(),
    at: at(),
  },
});

const hubReview = defineEntity({
  name: 'HubReview',
  tableName: 'hub_review',
  properties: {
    id: id().primary(),
    modelId: id(),
    personId: id(),
    stars: p.smallint(),
    words: p.text(),
    label: p.string().length(20),
    at: at(),
    editedAt: at().nullable(),
  },
  uniques: [{ name: 'hub_review_once', properties: ['modelId', 'personId'] }],
  indexes: [
    { name: 'hub_review_page', properties: ['modelId', 'at', 'id'] },
    { name: 'hub_review_of_person', properties: ['personId'] },
  ],
});

const hubComment = defineEntity({
  name: 'HubComment',
  tableName: 'hub_comment',
  properties: {
    id: id().primary(),
    modelId: id(),
    parentId: id().nullable(),
    authorId: id(),
    clientId: id(),
    text: p.text(),
    /** JSON. */
    mentions: p.text().nullable(),
    at: at(),
    editedAt: at().nullable(),
    removedAt: at().nullable(),
    removedBy: id().nullable(),
    replies: p.integer().default(0),
  },
  uniques: [{ name: 'hub_comment_once', properties: ['authorId', 'clientId'] }],
  indexes: [
    { name: 'hub_comment_of_model', properties: ['modelId', 'parentId', 'at', 'id'] },
    { name: 'hub_comment_last', properties: ['modelId', 'at', 'id'] },
    { name: 'hub_comment_of_author', properties: ['authorId', 'at'] },
  ],
});

/** To a model, a review or a comment. */
const hubReaction = defineEntity({
  name: 'HubReaction',
  tableName: 'hub_reaction',
  properties: {
    targetId: id().primary(),
    personId: id().primary(),
    emoji: p.string().length(32).primary(),
    at: at(),
  },
  indexes: [{ name: 'hub_reaction_of_person', properties: ['personId'] }],
});

/** Who downloaded what on which day, once: `who` is a hash that tells nobody's name. */
const hubDownload = defineEntity({
  name: 'HubDownload',
  tableName: 'hub_download',
  properties: { versionId: id().primary(), day: p.integer().primary(), who: hash().primary() },
});

export const hubEntities: EntitySchema[] = [
  ...[credit, hubModel, hubTag, hubWord, hubVersion, hubRemovedUse, hubFile, hubSample],
  ...[hubDraft, hubDraftFile, hubQuarantine, hubReview, hubComment, hubReaction, hubDownload],
];

/** Which blobs are needed; the rest is swept away. */
export const hubBlobs = [
  { table: 'hub_file', column: 'sha256' },
  { table: 'hub_draft_file', column: 'sha256' },
  { table: 'hub_sample', column: 'sha256' },
  { table: 'hub_sample', column: 'small_sha256' },
];
