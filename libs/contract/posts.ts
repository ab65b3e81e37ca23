import { z } from 'zod';
import { PersonView } from './accounts.js';
import { LineEnd, LoraUse, SchedulerName, SteerView } from './generation.js';
import { LIMITS } from './limits.js';
import { At, ClientId, Id, onOneLine, orNothing, text, withoutTowers, words } from './primitives.js';
import { AddedWords } from './safety-styles.js';

/** For whom a picture is; `sensitive` and `adult` ones are covered until somebody wants to see them. */
export const MATURITIES = ['everybody', 'sensitive', 'adult'] as const;
export const Maturity = z.enum(MATURITIES);
export type Maturity = z.infer<typeof Maturity>;

/** Invisible letters would make two tags of one. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/u;
/**
 * Kept as it is searched: in lower case and one width, which may be longer than what was typed. Letters, digits, dashes, and
 * spaces inside.
 */
export const Tag = onOneLine(words(LIMITS.tagLength))
  .transform((value) => value.normalize('NFKC').toLowerCase())
  .refine((value) => value.length <= LIMITS.tagLength, 'too long in lower case')
  .refine(
    (value) => /^[\p{L}\p{N}][\p{L}\p{N}\p{M} _-]*$/u.test(value) && value === value.trim() && !UNSEEN.test(value),
    'letters, digits, spaces and dashes',
  );

/** What somebody did for a picture. */
export const Part = z.enum(['wrote', 'rendered', 'steered', 'stopped', 'published', 'uploaded']);
export type Part = z.infer<typeof Part>;
export const ParticipantView = z.strictObject({ person: PersonView, parts: z.array(Part) }).meta({ id: 'Participant' });
export type ParticipantView = z.infer<typeof ParticipantView>;

/** The longer side of what is shown in a list, in pixels; the picture itself is at `url`. */
export const PREVIEW_SIDES = [320, 640, 1280] as const;

/** The longer side of what stands in a covered picture's place: no more than a handful of mean colours. */
export const VEIL_SIDE = 6;

/** `previews` are addresses of WebP pictures whose longer side is `side`; a side beyond the picture's own is not there. */
export const PostPicture = z
  .strictObject({
    url: z.string(),
    width: z.number().int(),
    height: z.number().int(),
    previews: z.array(z.strictObject({ side: z.number().int(), url: z.string() })),
    /** Where it is not for everybody: what stands in its place while it is covered. */
    veil: z.string().optional(),
  })
  .meta({ id: 'PostPicture' });
export type PostPicture = z.infer<typeof PostPicture>;

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

/** A model as a post names it; `id` where this instance has it, `maker` on the picture's page where one is known. */
export const ModelMention = z
  .strictObject({
    id: z.string().optional(),
    name: z.string(),
    hash: z.string().optional(),
    maker: PersonView.optional(),
  })
  .meta({ id: 'ModelMention' });
export type ModelMention = z.infer<typeof ModelMention>;

/** A picture that was published, the same for whoever looks; what is theirs alone comes beside it. */
export const PostView = z
  .strictObject({
    id: Id,
    author: PersonView,
    /** May be empty: then its prompt's beginning stands there. */
    title: z.string(),
    /** What the author says about it, with mentions as in chat. */
    words: z.string(),
    /** Whom the words mention; absent: nobody. */
    mentions: z.array(PersonView).optional(),
    tags: z.array(z.string()),
    at: At,
    editedAt: At.optional(),
    maturity: Maturity,
    commentsOn: z.boolean(),
    picture: PostPicture,
    people: z.array(ParticipantView),
    /** Where it was made, if that is a public room. */
    room: z.strictObject({ id: Id, name: z.string() }).optional(),
    model: ModelMention.optional(),
    scheduler: SchedulerName.optional(),
    /** The prompt's beginning. */
    prompt: z.string(),
    counts: PostCounts,
    /** Put there by `visionary seed`. */
    isSample: z.boolean(),
  })
  .meta({ id: 'Post' });
export type PostView = z.infer<typeof PostView>;

/** Everything it was made with, as far as it is known: an uploaded picture may say nothing. */
export const PostParameters = z
  .strictObject({
    prompt: z.string(),
    negative: z.string(),
    /** What the house added to these words, which are as they were typed. */
    added: z.array(AddedWords).optional(),
    scheduler: z.string().optional(),
    steps: z.number().int().optional(),
    guidance: z.number().optional(),
    seed: z.number().int().optional(),
    strength: z.number().optional(),
    eta: z.number().optional(),
    loras: z.array(LoraUse.extend({ name: z.string(), known: z.boolean(), maker: PersonView.optional() })),
    steers: z.array(SteerView),
    /** As the field writes it, whole. */
    infotext: z.string(),
    /** Who wrote which part of the prompt, where that is known: from <= character < until, in UTF-16 code units. */
    hands: z.array(z.strictObject({ from: z.number().int(), until: z.number().int(), personId: Id })).optional(),
    renderMs: z.number().optional(),
  })
  .meta({ id: 'PostParameters' });
export type PostParameters = z.infer<typeof PostParameters>;

/** A picture before or after another: a post, or a take of a public room that nobody published. */
export const TreeNode = z
  .strictObject({
    kind: z.enum(['post', 'take']),
    id: Id,
    /** Of a take: its room and number. */
    roomId: Id.optional(),
    number: z.number().int().optional(),
    title: z.string(),
    by: PersonView,
    previewUrl: z.string(),
    /** For whom it is; of a take where the check says that it is not for everybody. */
    maturity: Maturity.optional(),
    /** Steps back from this picture, or forward. */
    distance: z.number().int().positive(),
  })
  .meta({ id: 'TreeNode' });
export type TreeNode = z.infer<typeof TreeNode>;

/** The farthest origin first; of what was made from it the newest first, with how many there are. */
export const PostTree = z
  .strictObject({ origins: z.array(TreeNode), descendants: z.array(TreeNode), descendantCount: z.number().int() })
  .meta({ id: 'PostTree' });
export type PostTree = z.infer<typeof PostTree>;

/** What the one who asks gave, may do and keeps: never in a cache for all. */
export const MyPost = z
  .strictObject({
    reactions: z.array(z.string()),
    mayEdit: z.boolean(),
    mayRemove: z.boolean(),
    collectionIds: z.array(Id),
  })
  .meta({ id: 'MyPost' });
export type MyPost = z.infer<typeof MyPost>;

export const PostDetail = z
  .strictObject({ post: PostView, parameters: PostParameters, tree: PostTree, mine: MyPost.nullable() })
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
    mine: z.record(Id, z.array(z.string())),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'PostPage' });
export type PostPage = z.infer<typeof PostPage>;

/** Pictures made with a model of the hub, or with one version of it. */
export const MadePostsQuery = z.strictObject({ versionId: Id.optional(), cursor: z.string().max(200).optional() });

const said = {
  title: onOneLine(orNothing(text(LIMITS.titleLength))),
  words: withoutTowers(text(LIMITS.postWordsLength)),
  tags: z
    .array(Tag)
    .max(LIMITS.tagsPerPost)
    .transform((tags) => [...new Set(tags)]),
  maturity: Maturity,
  commentsOn: z.boolean(),
};

/** A picture of a take, or one that was uploaded to be published. */
export const Publish = z
  .strictObject({
    clientId: ClientId,
    picture: z.union([
      z.strictObject({ takeId: Id, index: z.number().int().nonnegative() }),
      z.strictObject({ uploadId: Id }),
    ]),
    title: said.title.default(''),
    words: said.words.default(''),
    tags: said.tags.default([]),
    /** Who of those who took part is named; the publisher always is. Absent: all. */
    peopleIds: z.array(Id).max(LIMITS.peoplePerPost).optional(),
    maturity: said.maturity.default('everybody'),
    commentsOn: said.commentsOn.default(true),
  })
  .meta({ id: 'Publish' });
export type Publish = z.infer<typeof Publish>;
/** Only what changes. */
export const ChangePost = z.strictObject({ postId: Id, changes: z.strictObject(said).partial() });

/** A picture made elsewhere, before it is published: what could be read of how it was made. */
export const PostUploadView = z
  .strictObject({
    uploadId: Id,
    url: z.string(),
    width: z.number().int(),
    height: z.number().int(),
    /** For whom the check says it is: it is not published for more. */
    atLeast: Maturity,
    parameters: PostParameters.nullable(),
    model: ModelMention.nullable(),
  })
  .meta({ id: 'PostUpload' });
export type PostUploadView = z.infer<typeof PostUploadView>;

export const WatchFeed = z.strictObject({
  /** The newest post this page shows: how many are newer comes back. */
  newestId: Id.optional(),
  filters: PostFilters.default({}),
  tab: FeedTab.default('new'),
});
/** `newer` counts at most to LIMITS.newerPosts. */
export const FeedNow = z.strictObject({ newer: z.number().int(), lineEnd: LineEnd.optional() });

export const ReactToPost = z.strictObject({ postId: Id, emoji: text(LIMITS.emojiLength, 1), on: z.boolean() });
export const AboutPost = z.strictObject({ postId: Id });
export const PostWatched = z.strictObject({ counts: PostCounts });
export const MyReactions = z.strictObject({ counts: PostCounts, mine: z.array(z.string()) });
