import { z } from 'zod';
import { UserView } from './accounts.js';
import { QueueTail, ReplayView, SteerView } from './generation.js';
import { LoraRef, SchedulerName } from './take-settings.js';
import { RenderedOn } from './devices.js';
import { LentByView } from './lending.js';
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

/** Clients blur `sensitive` and `adult` images, depending on the user's settings. */
export const CONTENT_RATINGS = ['everyone', 'sensitive', 'adult'] as const;
export const ContentRating = z.enum(CONTENT_RATINGS);
export type ContentRating = z.infer<typeof ContentRating>;

export const stricterRating = (one: ContentRating, other: ContentRating): ContentRating =>
  CONTENT_RATINGS.indexOf(one) >= CONTENT_RATINGS.indexOf(other) ? one : other;

/** Rejected because invisible characters make equal-looking tags different. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
/**
 * Stored as it is searched: lower case and NFKC, which can be longer than what was typed. Letters, digits, dashes, and
 * spaces inside.
 */
export const Tag = singleLineText(nonBlankText(LIMITS.tagLength))
  .transform((value) => value.normalize('NFKC').toLowerCase())
  .refine((value) => value.length <= LIMITS.tagLength, 'too long when normalized')
  .refine(
    (value) => /^[\p{L}\p{N}][\p{L}\p{N}\p{M} _-]*$/u.test(value) && value === value.trim() && !INVISIBLE.test(value),
    'letters, digits, spaces and dashes',
  );

/** What a user contributed to an image. */
export const ParticipantRole = z.enum(['wrote', 'rendered', 'steered', 'stopped', 'published', 'uploaded']);
export type ParticipantRole = z.infer<typeof ParticipantRole>;
export const ParticipantView = z
  .strictObject({ user: UserView, roles: z.array(ParticipantRole) })
  .meta({ id: 'Participant' });
export type ParticipantView = z.infer<typeof ParticipantView>;

/** Longer side of the placeholder for a blurred image, in pixels: a few mean colors. */
export const BLUR_PLACEHOLDER_SIZE = 6;

/** `url` has the PNG. `thumbnails` are WebP images with a longer side of `side` pixels, see thumbnails.ts. */
export const PostImage = z
  .strictObject({
    url: z.string(),
    width: z.number().int(),
    height: z.number().int(),
    thumbnails: z.array(z.strictObject({ side: z.number().int(), url: z.string() })),
    /** Shown while the image is blurred. Only for sensitive and adult images. */
    blurPlaceholder: z.string().optional(),
  })
  .meta({ id: 'PostImage' });
export type PostImage = z.infer<typeof PostImage>;

/** Number of users who gave an emoji. */
export const EmojiCount = z.strictObject({ emoji: z.string(), count: z.number().int() }).meta({ id: 'EmojiCount' });
export type EmojiCount = z.infer<typeof EmojiCount>;

/** Counts that change while a post is shown. `reactions` are ordered by count, highest first. */
export const PostCounts = z
  .strictObject({
    reactions: z.array(EmojiCount),
    comments: z.number().int(),
    views: z.number().int(),
  })
  .meta({ id: 'PostCounts' });
export type PostCounts = z.infer<typeof PostCounts>;

/** A model as a post names it. `id` is set if this instance has it, `creator` only in a post's detail and if known. */
export const ModelRef = z
  .strictObject({
    id: z.string().optional(),
    name: z.string(),
    hash: z.string().optional(),
    creator: UserView.optional(),
  })
  .meta({ id: 'ModelRef' });
export type ModelRef = z.infer<typeof ModelRef>;

/** How an image came about: its steps, and an animated WebP of them that ends with the image. */
export const PostReplayView = ReplayView.extend({
  clip: z.strictObject({ url: z.string(), bytes: z.number().int() }),
}).meta({ id: 'PostReplay' });
export type PostReplayView = z.infer<typeof PostReplayView>;

/** A published image, the same for every viewer. Viewer-specific state is in PostViewerState. */
export const PostView = z
  .strictObject({
    id: Id,
    author: UserView,
    /** May be empty. Clients then show the beginning of the prompt. */
    title: z.string(),
    /** Text of the author, with mentions as in chat. */
    description: z.string(),
    /** Mentioned users. Absent if there are none. */
    mentions: z.array(UserView).optional(),
    tags: z.array(z.string()),
    at: Timestamp,
    editedAt: Timestamp.optional(),
    contentRating: ContentRating,
    commentsEnabled: z.boolean(),
    /** Whether the author lets viewers see how it came about. */
    replayEnabled: z.boolean(),
    /** Absent unless allowed, until it is made, and if its steps were not kept. */
    replay: PostReplayView.optional(),
    image: PostImage,
    participants: z.array(ParticipantView),
    /** The room it was made in, if public. */
    room: z.strictObject({ id: Id, name: z.string() }).optional(),
    model: ModelRef.optional(),
    scheduler: SchedulerName.optional(),
    /** The beginning of the prompt. */
    prompt: z.string(),
    counts: PostCounts,
    /** Created by `visionary seed`. */
    isSample: z.boolean(),
  })
  .meta({ id: 'Post' });
export type PostView = z.infer<typeof PostView>;

/** Of an addition; absent without a credited creator. */
const credited = { creator: UserView.optional() };
/** An embedding, VAE, or ControlNet of an image. `id`: in settings, if it is on this instance. */
const UsedAddition = z.strictObject({ name: z.string(), id: z.string().optional(), ...credited });

/** Generation data as far as known. An uploaded image may have none. */
export const PostParameters = z
  .strictObject({
    prompt: z.string(),
    negative: z.string(),
    /** Prefixes that were added. `prompt` and `negative` are as typed. */
    promptPrefixes: z.array(AppliedPromptPrefix).optional(),
    scheduler: z.string().optional(),
    steps: z.number().int().optional(),
    guidance: z.number().optional(),
    seed: z.number().int().optional(),
    strength: z.number().optional(),
    eta: z.number().optional(),
    clipSkip: z.number().int().optional(),
    /** The second pass, and the size of the first. The size of the image is that of the second. */
    hires: z
      .strictObject({
        ...{ upscaler: z.string(), scale: z.number(), steps: z.number().int(), strength: z.number() },
        ...{ width: z.number().int(), height: z.number().int() },
        ...credited,
      })
      .optional(),
    /** How the image was enlarged after it was rendered. */
    upscale: z.strictObject({ upscaler: z.string(), scale: z.number(), ...credited }).optional(),
    loras: z.array(LoraRef.extend({ name: z.string(), known: z.boolean(), ...credited })),
    embeddings: z.array(UsedAddition).optional(),
    /** Absent if it is the model's own. */
    vae: UsedAddition.optional(),
    controls: z.array(UsedAddition).optional(),
    steers: z.array(SteerView),
    /** The complete infotext. */
    infotext: z.string(),
    /** Who wrote which part of the prompt, if known: from <= position < until, in UTF-16 code units. */
    authorship: z.array(z.strictObject({ from: z.number().int(), until: z.number().int(), userId: Id })).optional(),
    renderMs: z.number().optional(),
    /** Absent for an image made elsewhere, and if a former version rendered it. */
    renderedOn: RenderedOn.optional(),
    /** Who lent the renderer. Absent for a renderer of the instance. */
    lentBy: LentByView.optional(),
  })
  .meta({ id: 'PostParameters' });
export type PostParameters = z.infer<typeof PostParameters>;

/** An ancestor or descendant of an image: a post, or an unpublished take of a public room. */
export const LineageNode = z
  .strictObject({
    kind: z.enum(['post', 'take']),
    id: Id,
    /** Only for a take: its room and number. */
    roomId: Id.optional(),
    number: z.number().int().optional(),
    title: z.string(),
    by: UserView,
    thumbnailUrl: z.string(),
    /** For a take, set if the image check rated it sensitive or adult. */
    contentRating: ContentRating.optional(),
    /** Number of steps between the images. */
    distance: z.number().int().positive(),
  })
  .meta({ id: 'LineageNode' });
export type LineageNode = z.infer<typeof LineageNode>;

/** Ancestors with the farthest first, descendants with the newest first. */
export const PostLineage = z
  .strictObject({
    ancestors: z.array(LineageNode),
    descendants: z.array(LineageNode),
    descendantCount: z.number().int(),
  })
  .meta({ id: 'PostLineage' });
export type PostLineage = z.infer<typeof PostLineage>;

/** The requester's reactions, permissions, and collections. Never cached for others. */
export const PostViewerState = z
  .strictObject({
    reactions: z.array(z.string()),
    canEdit: z.boolean(),
    canRemove: z.boolean(),
    collectionIds: z.array(Id),
  })
  .meta({ id: 'PostViewerState' });
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

/** Each filter narrows the list. */
export const PostFilters = z.strictObject({
  tag: Tag.optional(),
  model: text(100, 1).optional(),
  lora: text(100, 1).optional(),
  embedding: text(100, 1).optional(),
  vae: text(100, 1).optional(),
  controlnet: text(100, 1).optional(),
  upscaler: text(100, 1).optional(),
  scheduler: SchedulerName.optional(),
  authorId: Id.optional(),
});
export type PostFilters = z.infer<typeof PostFilters>;
export const FeedQuery = PostFilters.extend({
  tab: FeedTab.default('new'),
  cursor: z.string().max(200).optional(),
});
export type FeedQuery = z.infer<typeof FeedQuery>;

/** `myReactions`: the requester's emoji by post. Empty for visitors. */
export const PostPage = z
  .strictObject({
    posts: z.array(PostView),
    myReactions: z.record(Id, z.array(z.string())),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'PostPage' });
export type PostPage = z.infer<typeof PostPage>;

/** Posts made with a hub model, or with one version of it. */
export const ModelPostsQuery = z.strictObject({ versionId: Id.optional(), cursor: z.string().max(200).optional() });

const postFields = {
  title: singleLineText(emptyOrVisibleText(text(LIMITS.titleLength))),
  description: limitCombiningMarks(text(LIMITS.postDescriptionLength)),
  tags: z
    .array(Tag)
    .max(LIMITS.tagsPerPost)
    .transform((tags) => [...new Set(tags)]),
  contentRating: ContentRating,
  commentsEnabled: z.boolean(),
  replayEnabled: z.boolean(),
};

/** Publishes an image of a take, or a post upload. */
export const PublishPost = z
  .strictObject({
    clientId: ClientId,
    image: z.union([
      z.strictObject({ takeId: Id, index: z.number().int().nonnegative() }),
      z.strictObject({ uploadId: Id }),
    ]),
    title: postFields.title.default(''),
    description: postFields.description.default(''),
    tags: postFields.tags.default([]),
    /** Which participants to name. The publisher always is. Absent: all. */
    participantIds: z.array(Id).max(LIMITS.usersPerPost).optional(),
    contentRating: postFields.contentRating.default('everyone'),
    commentsEnabled: postFields.commentsEnabled.default(true),
    replayEnabled: postFields.replayEnabled.default(false),
  })
  .meta({ id: 'PublishPost' });
export type PublishPost = z.infer<typeof PublishPost>;
/** Only the changed fields. */
export const UpdatePost = z.strictObject({ postId: Id, changes: z.strictObject(postFields).partial() });

/** An uploaded image before it is published, with the generation data found in its file. */
export const PostUploadView = z
  .strictObject({
    uploadId: Id,
    url: z.string(),
    width: z.number().int(),
    height: z.number().int(),
    /** The rating of the image check. It can't be published with a lower one. */
    minimumRating: ContentRating,
    parameters: PostParameters.nullable(),
    model: ModelRef.nullable(),
  })
  .meta({ id: 'PostUpload' });
export type PostUploadView = z.infer<typeof PostUploadView>;

export const SubscribeFeed = z.strictObject({
  /** The newest post the client shows. The reply counts newer ones. */
  newestId: Id.optional(),
  filters: PostFilters.default({}),
  tab: FeedTab.default('new'),
});
/** `newPostCount` counts up to LIMITS.newPostCountCap. */
export const FeedSubscription = z.strictObject({ newPostCount: z.number().int(), queueTail: QueueTail.optional() });

export const PostRef = z.strictObject({ postId: Id });
export const OpenedPost = z.strictObject({ counts: PostCounts });
