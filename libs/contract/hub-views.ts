import { z } from 'zod';
import { UserView } from './accounts.js';
import { ModelFamily } from './generation.js';
import { RecommendedSettings } from './hub-forms.js';
import { HubKind, LicenseId } from './hub-licenses.js';
import { EmojiCount, ContentRating } from './posts.js';
import { Timestamp, Id } from './primitives.js';

/** What the files themselves say. */
export const ModelFileMetadata = z
  .strictObject({
    kind: HubKind,
    base: ModelFamily,
    tensors: z.number().int(),
    parameters: z.number().int(),
    dtypes: z.array(z.string()),
    /** Of a LoRA. */
    rank: z.number().int().optional(),
    modules: z.number().int().optional(),
    /** Of a model: its own size. */
    width: z.number().int().optional(),
    height: z.number().int().optional(),
    scheduler: z.string().optional(),
    supportsImg2img: z.boolean().optional(),
    triggerWords: z.array(z.string()),
    /** What a training tool left in the header, the parts users understand. */
    metadata: z.record(z.string(), z.string()),
  })
  .meta({ id: 'FileFacts' });
export type ModelFileMetadata = z.infer<typeof ModelFileMetadata>;

export const HubFileView = z
  .strictObject({ path: z.string(), bytes: z.number().int(), sha256: z.string(), url: z.string() })
  .meta({ id: 'HubFile' });
export type HubFileView = z.infer<typeof HubFileView>;

/** An image that shows what it can do: rendered by the hub itself, or chosen by its creator. */
export const SampleView = z
  .strictObject({
    id: Id,
    url: z.string(),
    width: z.number().int(),
    height: z.number().int(),
    /** The same for lists, where the image itself is larger than they show it. */
    small: z.strictObject({ url: z.string(), width: z.number().int() }).optional(),
    /** What it was rendered from; empty where its creator chose it. */
    prompt: z.string(),
    isUploaded: z.boolean(),
  })
  .meta({ id: 'Sample' });
export type SampleView = z.infer<typeof SampleView>;

/** What it did to whatever rendered with it; `killed`: from outside, as a rule for want of memory. */
export const QuarantineReason = z.enum(['hung', 'killed', 'crashed']);
export type QuarantineReason = z.infer<typeof QuarantineReason>;
/** `unpublished`: its creator took it back; images made with it still say so. `quarantined`: it crashed or hung what tried it. */
export const VERSION_STATES = ['published', 'unpublished', 'quarantined'] as const;
export const HubVersionView = z
  .strictObject({
    id: Id,
    label: z.string(),
    /** What `settings.model`, or a LoRA's `id`, and infotexts call it. */
    versionRef: z.string(),
    state: z.enum(VERSION_STATES),
    /** A moderator took it back: its creator cannot show it again. */
    isTakenDown: z.boolean().optional(),
    /** Why it is quarantined, where that is known. */
    quarantineReason: QuarantineReason.optional(),
    notes: z.string(),
    base: ModelFamily,
    baseModelName: z.string(),
    triggerWords: z.array(z.string()),
    recommended: RecommendedSettings,
    fileMetadata: ModelFileMetadata,
    /** SHA-256 of a model's folder or of a single file; its first ten digits are AutoV2. */
    hash: z.string(),
    /** What the very same files are called in the server's own folder: images made as that do not count here. */
    localDuplicateOf: z.string().optional(),
    bytes: z.number().int(),
    files: z.array(HubFileView),
    samples: z.array(SampleView),
    /** Samples that are still to be rendered. */
    pendingSamples: z.number().int(),
    /** Published images made with it. */
    images: z.number().int(),
    downloads: z.number().int(),
    at: Timestamp,
    checkedAt: Timestamp.optional(),
  })
  .meta({ id: 'HubVersion' });
export type HubVersionView = z.infer<typeof HubVersionView>;

export const HubCounts = z
  .strictObject({
    likes: z.number().int(),
    downloads: z.number().int(),
    images: z.number().int(),
    comments: z.number().int(),
    reviews: z.number().int(),
    /** Mean of the stars, 1 to 5; absent while nobody gave any. */
    stars: z.number().optional(),
    reactions: z.array(EmojiCount),
  })
  .meta({ id: 'HubCounts' });
export type HubCounts = z.infer<typeof HubCounts>;

/** A model, a LoRA or other weights in a list. */
export const HubCard = z
  .strictObject({
    id: Id,
    kind: HubKind,
    name: z.string(),
    creator: UserView,
    base: ModelFamily,
    baseModelName: z.string(),
    tags: z.array(z.string()),
    license: LicenseId,
    contentRating: ContentRating,
    /** The first words about it. */
    description: z.string(),
    samples: z.array(SampleView),
    newest: z.strictObject({
      id: Id,
      label: z.string(),
      versionRef: z.string(),
      at: Timestamp,
      bytes: z.number().int(),
    }),
    counts: HubCounts,
    at: Timestamp,
    isPublished: z.boolean(),
    /** Put there by `visionary seed`. */
    isSample: z.boolean(),
  })
  .meta({ id: 'HubCard' });
export type HubCard = z.infer<typeof HubCard>;

export const HubModelView = HubCard.extend({
  licenseText: z.string(),
  /** The newest first. Those that are not published only for its creator and moderators. */
  versions: z.array(HubVersionView),
  editedAt: Timestamp.optional(),
}).meta({ id: 'HubModel' });
export type HubModelView = z.infer<typeof HubModelView>;

/** What the one who asks gave and may do. */
export const HubModelViewerState = z
  .strictObject({
    reactions: z.array(z.string()),
    review: z.strictObject({ stars: z.number().int(), words: z.string() }).optional(),
    canEdit: z.boolean(),
    canRemove: z.boolean(),
  })
  .meta({ id: 'MyHubModel' });
export type HubModelViewerState = z.infer<typeof HubModelViewerState>;
export const HubModelDetail = z
  .strictObject({ model: HubModelView, viewerState: HubModelViewerState.nullable() })
  .meta({ id: 'HubModelDetail' });
export type HubModelDetail = z.infer<typeof HubModelDetail>;
