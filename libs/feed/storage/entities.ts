import { defineEntity, p } from '@mikro-orm/core';
import type { TablesOf } from '@visionary/platform/database';
import type { ContentRating } from '@visionary/contract';
import type { PostAddition } from '../domain/posts/post.js';

const id = () => p.character().length(36);
const at = () => p.bigint('number');

/** A published image. */
const post = defineEntity({
  name: 'Post',
  tableName: 'post',
  properties: {
    id: id().primary(),
    /** Its row in `post_search`; null until it is indexed. */
    searchRowNumber: p.bigint('number').nullable(),
    authorId: id(),
    clientId: id(),
    takeId: id().nullable(),
    imageIndex: p.integer().nullable(),
    roomId: id().nullable(),
    sha256: p.character().length(64),
    width: p.integer(),
    height: p.integer(),
    title: p.string().length(100),
    description: p.text(),
    /** JSON: tags in their order. */
    tags: p.text(),
    contentRating: p.string().length(10).$type<ContentRating>(),
    /** The minimum rating, by the image check or a moderator. */
    minimumRating: p.string().length(10).$type<ContentRating>().default('everyone'),
    commentsEnabled: p.boolean(),
    /** The author lets viewers see how it came about. */
    replayEnabled: p.boolean().default(false),
    /** JSON: the layout of the sheet and its steps. Null until its blobs are made. */
    replay: p.text().nullable(),
    /** The sheet of steps. */
    replaySha256: p.character().length(64).nullable(),
    clipSha256: p.character().length(64).nullable(),
    /** Of the sheet and the clip. */
    replayBytes: p.integer().nullable(),
    /** JSON: [[userId, [role, …]], …]. */
    participants: p.text(),
    /** JSON: ids of mentioned users. */
    mentions: p.text().nullable(),
    prompt: p.text(),
    /** JSON: Parameters. */
    parameters: p.text().columnType('longtext').nullable(),
    modelId: p.string().length(100).nullable(),
    modelName: p.string().length(200).nullable(),
    modelHash: p.string().length(64).nullable(),
    scheduler: p.string().length(40).nullable(),
    /** The post or take that it was made from. */
    parentPostId: id().nullable(),
    parentTakeId: id().nullable(),
    at: at(),
    editedAt: at().nullable(),
    /** Set: only moderators see the post, and it is not in `post_search`. */
    hiddenAt: at().nullable(),
    /** See hotScore. */
    hotScore: p.double().$type<number>(),
    /** Number of reactions. */
    likes: p.integer().default(0),
    comments: p.integer().default(0),
    views: p.integer().default(0),
    isSeeded: p.boolean().default(false),
  },
  uniques: [
    { name: 'post_once', properties: ['authorId', 'clientId'] },
    { name: 'post_of_image', properties: ['takeId', 'imageIndex'] },
    { name: 'post_search_row_number', properties: ['searchRowNumber'] },
  ],
  indexes: [
    { name: 'post_new', properties: ['at', 'id'] },
    { name: 'post_hot', properties: ['hotScore', 'id'] },
    { name: 'post_liked', properties: ['likes', 'id'] },
    { name: 'post_of_author', properties: ['authorId', 'at', 'id'] },
    { name: 'post_of_model', properties: ['modelId', 'at', 'id'] },
    { name: 'post_of_scheduler', properties: ['scheduler', 'at', 'id'] },
    { name: 'post_from_post', properties: ['parentPostId', 'at'] },
    { name: 'post_from_take', properties: ['parentTakeId'] },
    { name: 'post_of_hash', properties: ['modelHash', 'at'] },
    { name: 'post_of_content', properties: ['sha256'] },
    { name: 'post_of_replay', properties: ['replaySha256'] },
    { name: 'post_of_clip', properties: ['clipSha256'] },
    { name: 'post_hidden', properties: ['hiddenAt'] },
  ],
});

/** `at` is copied from the post, so that the index orders a tag's posts. */
const postTag = defineEntity({
  name: 'PostTag',
  tableName: 'post_tag',
  properties: { tag: p.string().length(32).primary(), postId: id().primary(), at: at() },
  indexes: [
    { name: 'post_tag_new', properties: ['tag', 'at', 'postId'] },
    { name: 'post_tag_of_post', properties: ['postId'] },
  ],
});

/** LoRAs and other additions of a post. `at` is copied from the post, so that the index orders an addition's posts. */
const postAddition = defineEntity({
  name: 'PostAddition',
  tableName: 'post_addition',
  properties: {
    postId: id().primary(),
    kind: p.string().length(10).$type<PostAddition['kind']>().primary(),
    additionId: p.string().length(100).primary(),
    /** SHA-256 of its file, or null. */
    hash: p.character().length(64).nullable(),
    at: at(),
  },
  indexes: [
    { name: 'post_addition_new', properties: ['kind', 'additionId', 'at', 'postId'] },
    { name: 'post_addition_of_hash', properties: ['hash', 'at'] },
  ],
});

/** Posts on users' pages: the author and the participants. */
const postParticipant = defineEntity({
  name: 'PostParticipant',
  tableName: 'post_participant',
  properties: { userId: id().primary(), postId: id().primary(), at: at() },
  indexes: [
    { name: 'post_participant_new', properties: ['userId', 'at', 'postId'] },
    { name: 'post_participant_of_post', properties: ['postId'] },
  ],
});

/** An uploaded image that isn't published yet. */
const postUpload = defineEntity({
  name: 'PostUpload',
  tableName: 'post_upload',
  properties: {
    id: id().primary(),
    authorId: id(),
    sha256: p.character().length(64),
    width: p.integer(),
    height: p.integer(),
    /** The infotext of its file. */
    infotext: p.text().nullable(),
    /** The minimum rating by the image check; null for everyone. */
    contentRating: p.string().length(10).$type<'sensitive' | 'adult'>().nullable(),
    at: at(),
  },
  indexes: [
    { name: 'post_upload_of_author', properties: ['authorId', 'at'] },
    { name: 'post_upload_of_content', properties: ['sha256'] },
  ],
});

/** Who viewed a post today. Rows of past days are deleted. */
const postView = defineEntity({
  name: 'PostView',
  tableName: 'post_view',
  properties: { day: p.integer().primary(), postId: id().primary(), userId: id().primary() },
});

const follow = defineEntity({
  name: 'Follow',
  tableName: 'follow',
  properties: { userId: id().primary(), followedId: id().primary(), at: at() },
  indexes: [
    { name: 'follow_followers', properties: ['followedId', 'at', 'userId'] },
    { name: 'follow_followed', properties: ['userId', 'at', 'followedId'] },
  ],
});

const collection = defineEntity({
  name: 'Collection',
  tableName: 'collection',
  properties: {
    id: id().primary(),
    ownerId: id(),
    title: p.string().length(100),
    description: p.text(),
    isPublic: p.boolean(),
    createdAt: at(),
    changedAt: at(),
  },
  indexes: [{ name: 'collection_of_owner', properties: ['ownerId', 'changedAt'] }],
});

/** Ordered by `position`, a fraction between two others when a post is moved. */
const collectionPost = defineEntity({
  name: 'CollectionPost',
  tableName: 'collection_post',
  properties: { collectionId: id().primary(), postId: id().primary(), position: p.double().$type<number>(), at: at() },
  indexes: [
    { name: 'collection_post_order', properties: ['collectionId', 'position', 'postId'] },
    { name: 'collection_post_of_post', properties: ['postId'] },
  ],
});

/** What `visionary seed` created. Kind: account, room, or post. */
const seedRecord = defineEntity({
  name: 'SeedRecord',
  tableName: 'seed_record',
  properties: { kind: p.string().length(10).primary(), subjectId: id().primary(), at: at() },
});

export const feedEntities = [
  ...[post, postTag, postAddition, postParticipant, postUpload, postView],
  ...[follow, collection, collectionPost, seedRecord],
] as const;

declare module '@visionary/platform/database' {
  interface Tables extends TablesOf<typeof feedEntities> {}
}

/** Columns that reference blobs. Other blobs are swept. */
export const feedBlobs = [
  { table: 'post', column: 'sha256' },
  { table: 'post', column: 'replay_sha256' },
  { table: 'post', column: 'clip_sha256' },
  { table: 'post_upload', column: 'sha256' },
];
