import { defineEntity, type EntitySchema, p } from '@mikro-orm/core';

const id = () => p.character().length(36);
const at = () => p.bigint('number');

/** An image somebody published. Mapping for migrations; the repositories speak plain rows (FeedTables). */
const post = defineEntity({
  name: 'Post',
  tableName: 'post',
  properties: {
    id: id().primary(),
    /** Its row in the index of words, `post_words`; null until it is indexed. */
    number: p.bigint('number').nullable(),
    authorId: id(),
    clientId: id(),
    takeId: id().nullable(),
    pictureIndex: p.integer().nullable(),
    roomId: id().nullable(),
    sha256: p.character().length(64),
    width: p.integer(),
    height: p.integer(),
    title: p.string().length(100),
    words: p.text(),
    /** JSON: tags in their order. */
    tags: p.text(),
    maturity: p.string().length(10),
    /** Its author cannot make less of it: what the check or a moderator says. */
    atLeast: p.string().length(10).default('everyone'),
    commentsOn: p.boolean(),
    /** JSON: who took part, and how: [[personId, [part, …]], …]. */
    people: p.text(),
    /** JSON: ids of those whom the words mention. */
    mentions: p.text().nullable(),
    prompt: p.text(),
    /** JSON: PostParameters but for the steers' names. */
    parameters: p.text().columnType('longtext').nullable(),
    modelId: p.string().length(100).nullable(),
    modelName: p.string().length(200).nullable(),
    modelHash: p.string().length(64).nullable(),
    scheduler: p.string().length(40).nullable(),
    /** What it was made from: a post, or a take that may be published one day. */
    parentPostId: id().nullable(),
    parentTakeId: id().nullable(),
    at: at(),
    editedAt: at().nullable(),
    /** Grows with reactions and comments; later counts as more. See hot-score. */
    hot: p.double(),
    /** All emoji together, for the order by liking. */
    likes: p.integer().default(0),
    comments: p.integer().default(0),
    views: p.integer().default(0),
    isSample: p.boolean().default(false),
  },
  uniques: [
    { name: 'post_once', properties: ['authorId', 'clientId'] },
    { name: 'post_of_picture', properties: ['takeId', 'pictureIndex'] },
    { name: 'post_number', properties: ['number'] },
  ],
  indexes: [
    { name: 'post_new', properties: ['at', 'id'] },
    { name: 'post_hot', properties: ['hot', 'id'] },
    { name: 'post_liked', properties: ['likes', 'id'] },
    { name: 'post_of_author', properties: ['authorId', 'at', 'id'] },
    { name: 'post_of_model', properties: ['modelId', 'at', 'id'] },
    { name: 'post_of_scheduler', properties: ['scheduler', 'at', 'id'] },
    { name: 'post_from_post', properties: ['parentPostId', 'at'] },
    { name: 'post_from_take', properties: ['parentTakeId'] },
    { name: 'post_of_hash', properties: ['modelHash', 'at'] },
    { name: 'post_of_content', properties: ['sha256'] },
  ],
});

/** `at` and `hot` are the post's, so that a tag's posts are read in order from the index. */
const postTag = defineEntity({
  name: 'PostTag',
  tableName: 'post_tag',
  properties: { tag: p.string().length(32).primary(), postId: id().primary(), at: at() },
  indexes: [
    { name: 'post_tag_new', properties: ['tag', 'at', 'postId'] },
    { name: 'post_tag_of_post', properties: ['postId'] },
  ],
});

/** LoRAs an image was made with. `at` is the post's, so that a LoRA's posts are read in order from the index. */
const postLora = defineEntity({
  name: 'PostLora',
  tableName: 'post_lora',
  properties: {
    postId: id().primary(),
    loraId: p.string().length(100).primary(),
    /** SHA-256 of its file; null where the image does not say. */
    hash: p.character().length(64).nullable(),
    at: at(),
  },
  indexes: [
    { name: 'post_lora_new', properties: ['loraId', 'at', 'postId'] },
    { name: 'post_lora_of_hash', properties: ['hash', 'at'] },
  ],
});

/** Whose page an image stands on: who published it and who took part. */
const postUser = defineEntity({
  name: 'PostPerson',
  tableName: 'post_person',
  properties: { personId: id().primary(), postId: id().primary(), at: at() },
  indexes: [
    { name: 'post_person_new', properties: ['personId', 'at', 'postId'] },
    { name: 'post_person_of_post', properties: ['postId'] },
  ],
});

const postReaction = defineEntity({
  name: 'PostReaction',
  tableName: 'post_reaction',
  properties: { postId: id().primary(), personId: id().primary(), emoji: p.string().length(32).primary(), at: at() },
  indexes: [{ name: 'post_reaction_of_person', properties: ['personId', 'at'] }],
});

/** How often each emoji was given: what `post_reaction` counts to. */
const postEmoji = defineEntity({
  name: 'PostEmoji',
  tableName: 'post_emoji',
  properties: { postId: id().primary(), emoji: p.string().length(32).primary(), count: p.integer() },
});

const comment = defineEntity({
  name: 'Comment',
  tableName: 'comment',
  properties: {
    id: id().primary(),
    postId: id(),
    parentId: id().nullable(),
    authorId: id(),
    clientId: id(),
    text: p.text(),
    mentions: p.text().nullable(),
    at: at(),
    editedAt: at().nullable(),
    removedAt: at().nullable(),
    removedBy: id().nullable(),
    replies: p.integer().default(0),
  },
  uniques: [{ name: 'comment_once', properties: ['authorId', 'clientId'] }],
  indexes: [
    { name: 'comment_of_post', properties: ['postId', 'parentId', 'at', 'id'] },
    { name: 'comment_of_author', properties: ['authorId', 'at'] },
  ],
});

const commentReaction = defineEntity({
  name: 'CommentReaction',
  tableName: 'comment_reaction',
  properties: { commentId: id().primary(), personId: id().primary(), emoji: p.string().length(32).primary(), at: at() },
  indexes: [{ name: 'comment_reaction_of_person', properties: ['personId'] }],
});

/** An image made elsewhere, waiting to be published. */
const postUpload = defineEntity({
  name: 'PostUpload',
  tableName: 'post_upload',
  properties: {
    id: id().primary(),
    authorId: id(),
    sha256: p.character().length(64),
    width: p.integer(),
    height: p.integer(),
    /** What its file says of how it was made, as the field writes it. */
    infotext: p.text().nullable(),
    /** Where it is not for everybody: what the check says of it. */
    level: p.string().length(10).nullable(),
    at: at(),
  },
  indexes: [
    { name: 'post_upload_of_author', properties: ['authorId', 'at'] },
    { name: 'post_upload_of_content', properties: ['sha256'] },
  ],
});

/** A smaller copy of an image, and where it lies; made when it is first asked for. */
const imagePreview = defineEntity({
  name: 'PicturePreview',
  tableName: 'picture_preview',
  properties: {
    sha256: p.character().length(64).primary(),
    side: p.integer().primary(),
    preview: p.character().length(64),
  },
  indexes: [{ name: 'picture_preview_kept', properties: ['preview'] }],
});

/** Who saw an image today: each counts once. Rows of days gone by are thrown away. */
const postView = defineEntity({
  name: 'PostView',
  tableName: 'post_view',
  properties: { day: p.integer().primary(), postId: id().primary(), personId: id().primary() },
});

const follow = defineEntity({
  name: 'Follow',
  tableName: 'follow',
  properties: { personId: id().primary(), followedId: id().primary(), at: at() },
  indexes: [
    { name: 'follow_followers', properties: ['followedId', 'at', 'personId'] },
    { name: 'follow_followed', properties: ['personId', 'at', 'followedId'] },
  ],
});

const collection = defineEntity({
  name: 'Collection',
  tableName: 'collection',
  properties: {
    id: id().primary(),
    ownerId: id(),
    title: p.string().length(100),
    about: p.text(),
    isShared: p.boolean(),
    createdAt: at(),
    changedAt: at(),
  },
  indexes: [{ name: 'collection_of_owner', properties: ['ownerId', 'changedAt'] }],
});

/** `place` orders them; a number between two others is found when one is moved. */
const collectionPost = defineEntity({
  name: 'CollectionPost',
  tableName: 'collection_post',
  properties: { collectionId: id().primary(), postId: id().primary(), place: p.double(), at: at() },
  indexes: [
    { name: 'collection_post_order', properties: ['collectionId', 'place', 'postId'] },
    { name: 'collection_post_of_post', properties: ['postId'] },
  ],
});

/** News for somebody about images, users and takes; what is alike and unread is gathered in one. */
const notice = defineEntity({
  name: 'Notice',
  tableName: 'notice',
  properties: {
    id: id().primary(),
    personId: id(),
    kind: p.string().length(20),
    /** What unread news are gathered by: kind and subject; null where each stands alone. */
    bundle: p.string().length(80).nullable(),
    postId: id().nullable(),
    commentId: id().nullable(),
    roomId: id().nullable(),
    takeId: id().nullable(),
    /** A model of the hub. */
    modelId: id().nullable(),
    /** JSON: ids of who did it, the last first, at most LIMITS.peopleNamed of them. */
    people: p.text(),
    count: p.integer(),
    /** JSON: emoji, a reason. */
    extra: p.text().nullable(),
    at: at(),
    readAt: at().nullable(),
  },
  indexes: [
    { name: 'notice_page', properties: ['personId', 'at', 'id'] },
    { name: 'notice_unread', properties: ['personId', 'readAt'] },
    { name: 'notice_bundle', properties: ['personId', 'bundle', 'readAt'] },
    { name: 'notice_of_post', properties: ['postId'] },
    { name: 'notice_of_comment', properties: ['commentId'] },
    { name: 'notice_of_model', properties: ['modelId'] },
  ],
});

/** A new version of a model that not everybody was told of yet who wants to be: goes with the last one. */
const untoldVersion = defineEntity({
  name: 'UntoldVersion',
  tableName: 'untold_version',
  properties: {
    versionId: id().primary(),
    modelId: id(),
    makerId: id(),
    label: p.string().length(20),
    isFirst: p.boolean(),
    at: at(),
    /** Users up to this id know of it. */
    toldUntil: p.string().length(36),
  },
  indexes: [{ name: 'untold_version_of_model', properties: ['modelId'] }],
});

/** What `visionary seed` made, to be taken away again: kind is account, room or post. */
const sample = defineEntity({
  name: 'Sample',
  tableName: 'sample',
  properties: { kind: p.string().length(10).primary(), subjectId: id().primary(), at: at() },
});

export const feedEntities: EntitySchema[] = [
  ...[post, postTag, postLora, postUser, postReaction, postEmoji, comment, commentReaction, postUpload],
  ...[imagePreview, postView],
  ...[follow, collection, collectionPost, notice, untoldVersion, sample],
];

/** Which blobs are needed; the rest is swept away. */
export const feedBlobs = [
  { table: 'post', column: 'sha256' },
  { table: 'post_upload', column: 'sha256' },
  { table: 'picture_preview', column: 'preview' },
];
