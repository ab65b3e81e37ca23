import { z } from 'zod';
import { UserView } from './accounts.js';
import { QueueTail, LoraRef, SchedulerName, SteerView } from './generation.js';
import { LIMITS } from './limits.js';
import {
  Timestamp,
  ClientId,
  Id,
  singleLineText,
  emptyOrVisibleText,
  text,
  limitCombiningMarks,
  nonBlankText,
} from './primitives.js';
import { AppliedPromptPrefix } from './safety-prompt-prefixes.js';

/** For whom an image is; `sensitive` and `adult` ones are covered until somebody wants to see them. */
export const CONTENT_RATINGS = ['everyone', 'sensitive', 'adult'] as const;
export const ContentRating = z.enum(CONTENT_RATINGS);
export type ContentRating = z.infer<typeof ContentRating>;

/** Invisible letters would make two tags of one. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/u;
/**
 * Kept as it is searched: in lower case and one width, which may be longer than what was typed. Letters, digits, dashes, and
 * spaces inside.
 */
export const Tag = singleLineText(nonBlankText(LIMITS.tagLength))
  .transform((value) => value.normalize('NFKC').toLowerCase())
  .refine((value) => value.length <= LIMITS.tagLength, 'too long in lower case')
  .refine(
    (value) => /^[\p{L}\p{N}][\p{L}\p{N}\p{M} _-]*$/u.test(value) && value === value.trim() && !UNSEEN.test(value),
    'letters, digits, spaces and dashes',
  );

/** What somebody did for an image. */
export const ParticipantRole = z.enum(['wrote', 'rendered', 'steered', 'stopped', 'published', 'uploaded']);
export type ParticipantRole = z.infer<typeof ParticipantRole>;
export const ParticipantView = z
  .strictObject({ user: UserView, roles: z.array(ParticipantRole) })
  .meta({ id: 'Participant' });
export type ParticipantView = z.infer<typeof ParticipantView>;

/** The longer side of what is shown in a list, in pixels; the image itself is at `url`. */
export const THUMBNAIL_SIZES = [320, 640, 1280] as const;

/** The longer side of what stands in a covered image's place: no more than a handful of mean colours. */
export const BLUR_PLACEHOLDER_SIZE = 6;

/** `previews` are addresses of WebP images whose longer side is `side`; a side beyond the image's own is not there. */
export const PostImage = z
  .strictObject({
    url: z.string(),
    width: z.number().int(),
    height: z.number().int(),
    thumbnails: z.array(z.strictObject({ side: z.number().int(), url: z.string() })),
    /** Where it is not for everybody: what stands in its place while it is covered. */
    blurPlaceholder: z.string().optional(),
  })
  .meta({ id: 'PostImage' });
export type PostImage = z.infer<typeof PostImage>;

/** How often an emoji was given. */
export const EmojiCount = z.strictObject({ emoji: z.string(), count: z.number().int() }).meta({ id: 'EmojiCount' });
export type EmojiCount = z.infer<typeof EmojiCount>;

/** What of a post moves while it is looked at. `reactions` most given first. */
export const PostCounts = z
  .strictObject({
    reactions: z.array(EmojiCount),
    comments: z.number().int(),
    views: z.number().int(),
  })
  .meta({ id: 'PostCounts' });
export type PostCounts = z.infer<typeof PostCounts>;

/** A model as a post names it; `id` where this instance has it, `creator` on the image's page where one is known. */
export const ModelRef = z
  .strictObject({
    id: z.string().optional(),
    name: z.string(),
    hash: z.string().optional(),
    creator: UserView.optional(),
  })
  .meta({ id: 'ModelMention' });
export type ModelRef = z.infer<typeof ModelRef>;

/** An image that was published, the same for whoever looks; what is theirs alone comes beside it. */
export const PostView = z
  .strictObject({
    id: Id,
    author: UserView,
    /** May be empty: then its prompt's beginning stands there. */
    title: z.string(),
    /** What the author says about it, with mentions as in chat. */
    description: z.string(),
    /** Whom the words mention; absent: nobody. */
    mentions: z.array(UserView).optional(),
    tags: z.array(z.string()),
    at: Timestamp,
    editedAt: Timestamp.optional(),
    contentRating: ContentRating,
    commentsEnabled: z.boolean(),
    image: PostImage,
    participants: z.array(ParticipantView),
    /** Where it was made, if that is a public room. */
    room: z.strictObject({ id: Id, name: z.string() }).optional(),
    model: ModelRef.optional(),
    scheduler: SchedulerName.optional(),
    /** The prompt's beginning. */
    prompt: z.string(),
    counts: PostCounts,
    /** Put there by `visionary seed`. */
    isSample: z.boolean(),
  })
  .meta({ id: 'Post' });
export type PostView = z.infer<typeof PostView>;

/** Everything it was made with, as far as it is known: an uploaded image may say nothing. */
export const PostParameters = z
  .strictObject({
    prompt: z.string(),
    negative: z.string(),
    /** What the house added to these words, which are as they were typed. */
    promptPrefixes: z.array(AppliedPromptPrefix).optional(),
    scheduler: z.string().optional(),
    steps: z.number().int().optional(),
    guidance: z.number().optional(),
    seed: z.number().int().optional(),
    strength: z.number().optional(),
    eta: z.number().optional(),
    loras: z.array(LoraRef.extend({ name: z.string(), known: z.boolean(), creator: UserView.optional() })),
    steers: z.array(SteerView),
    /** As the field writes it, whole. */
    infotext: z.string(),
    /** Who wrote which part of the prompt, where that is known: from <= character < until, in UTF-16 code units. */
    authorship: z.array(z.strictObject({ from: z.number().int(), until: z.number().int(), userId: Id })).optional(),
    renderMs: z.number().optional(),
  })
  .meta({ id: 'PostParameters' });
export type PostParameters = z.infer<typeof PostParameters>;

/** An image before or after another: a post, or a take of a public room that nobody published. */
export const LineageNode = z
  .strictObject({
    kind: z.enum(['post', 'take']),
    id: Id,
    /** Of a take: its room and number. */
    roomId: Id.optional(),
    number: z.number().int().optional(),
    title: z.string(),
    by: UserView,
    thumbnailUrl: z.string(),
    /** For whom it is; of a take where the check says that it is not for everybody. */
    contentRating: ContentRating.optional(),
    /** Steps back from this image, or forward. */
    distance: z.number().int().positive(),
  })
  .meta({ id: 'TreeNode' });
export type LineageNode = z.infer<typeof LineageNode>;

/** The farthest origin first; of what was made from it the newest first, with how many there are. */
export const PostLineage = z
  .strictObject({
    ancestors: z.array(LineageNode),
    descendants: z.array(LineageNode),
    descendantCount: z.number().int(),
  })
  .meta({ id: 'PostTree' });
export type PostLineage = z.infer<typeof PostLineage>;

/** What the one who asks gave, may do and keeps: never in a cache for all. */
export const PostViewerState = z
  .strictObject({
    reactions: z.array(z.string()),
    canEdit: z.boolean(),
    canRemove: z.boolean(),
    collectionIds: z.array(Id),
  })
  .meta({ id: 'MyPost' });
export type PostViewerState = z.infer<typeof PostViewerState>;

export const PostDetail = z
  .strictObject({
    post: PostView,
    parameters: PostParameters,
    lineage: PostLineage,
    viewerState: PostViewerState.nullable(),
  })
  .meta({ id: 'PostDetail' });
export type PostDetail = z.infer<typeof PostDetail>;

export const FEED_TABS = ['new', 'hot', 'following'] as const;
export const FeedTab = z.enum(FEED_TABS);
export type FeedTab = z.infer<typeof FeedTab>;

/** Chips: each narrows what is shown. */
export const PostFilters = z.strictObject({
  tag: Tag.optional(),
  model: text(100, 1).optional(),
  lora: text(100, 1).optional(),
  scheduler: SchedulerName.optional(),
  authorId: Id.optional(),
});
export type PostFilters = z.infer<typeof PostFilters>;
export const FeedQuery = PostFilters.extend({
  tab: FeedTab.default('new'),
  cursor: z.string().max(200).optional(),
});
export type FeedQuery = z.infer<typeof FeedQuery>;

/** `mine`: the emoji I gave, by post; only for whoever is signed in. */
export const PostPage = z
  .strictObject({
    posts: z.array(PostView),
    myReactions: z.record(Id, z.array(z.string())),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'PostPage' });
export type PostPage = z.infer<typeof PostPage>;

/** Images made with a model of the hub, or with one version of it. */
export const ModelPostsQuery = z.strictObject({ versionId: Id.optional(), cursor: z.string().max(200).optional() });

const said = {
  title: singleLineText(emptyOrVisibleText(text(LIMITS.titleLength))),
  words: limitCombiningMarks(text(LIMITS.postDescriptionLength)),
  tags: z
    .array(Tag)
    .max(LIMITS.tagsPerPost)
    .transform((tags) => [...new Set(tags)]),
  contentRating: ContentRating,
  commentsEnabled: z.boolean(),
};

/** An image of a take, or one that was uploaded to be published. */
export const PublishPost = z
  .strictObject({
    clientId: ClientId,
    image: z.union([
      z.strictObject({ takeId: Id, index: z.number().int().nonnegative() }),
      z.strictObject({ uploadId: Id }),
    ]),
    title: said.title.default(''),
    words: said.words.default(''),
    tags: said.tags.default([]),
    /** Who of those who took part is named; the publisher always is. Absent: all. */
    participantIds: z.array(Id).max(LIMITS.usersPerPost).optional(),
    contentRating: said.contentRating.default('everyone'),
    commentsEnabled: said.commentsEnabled.default(true),
  })
  .meta({ id: 'Publish' });
export type PublishPost = z.infer<typeof PublishPost>;
/** Only what changes. */
export const UpdatePost = z.strictObject({ postId: Id, changes: z.strictObject(said).partial() });

/** An image made elsewhere, before it is published: what could be read of how it was made. */
export const PostUploadView = z
  .strictObject({
    uploadId: Id,
    url: z.string(),
    width: z.number().int(),
    height: z.number().int(),
    /** For whom the check says it is: it is not published for more. */
    minimumRating: ContentRating,
    parameters: PostParameters.nullable(),
    model: ModelRef.nullable(),
  })
  .meta({ id: 'PostUpload' });
export type PostUploadView = z.infer<typeof PostUploadView>;

export const SubscribeFeed = z.strictObject({
  /** The newest post this page shows: how many are newer comes back. */
  newestId: Id.optional(),
  filters: PostFilters.default({}),
  tab: FeedTab.default('new'),
});
/** `newer` counts at most to LIMITS.newerPosts. */
export const FeedSubscription = z.strictObject({ newPostCount: z.number().int(), queueTail: QueueTail.optional() });

export const ReactToPost = z.strictObject({ postId: Id, emoji: text(LIMITS.emojiLength, 1), on: z.boolean() });
export const PostRef = z.strictObject({ postId: Id });
export const OpenedPost = z.strictObject({ counts: PostCounts });
export const MyReactions = z.strictObject({ counts: PostCounts, myReactions: z.array(z.string()) });
