import { z } from 'zod';
import { UserView } from './accounts.js';
import { AdditionFacts } from './additions.js';
import { ModelFamily } from './models.js';
import { RecommendedSettings } from './hub-forms.js';
import { HubKind, LicenseId } from './hub-licenses.js';
import { EmojiCount, ContentRating } from './posts.js';
import { Timestamp, Id } from './primitives.js';
import { VocabularySummary } from './vocabulary.js';

/** Weights that no room chooses, if their tensors tell what they are. */
export const HubWeightsKind = z.enum(['previewDecoder', 'textEncoder']);
export type HubWeightsKind = z.infer<typeof HubWeightsKind>;

/** What the inspection of the files found. */
export const ModelFileMetadata = z
  .strictObject({
    kind: HubKind,
    base: ModelFamily,
    tensors: z.number().int(),
    parameters: z.number().int(),
    dtypes: z.array(z.string()),
    /** Only for a LoRA. */
    rank: z.number().int().optional(),
    modules: z.number().int().optional(),
    /** Only for a LoRA: true if a model of this server rendered with it as part of the check. */
    isTestRendered: z.boolean().optional(),
    /** Only for a model: its native size. */
    width: z.number().int().optional(),
    height: z.number().int().optional(),
    scheduler: z.string().optional(),
    supportsImg2img: z.boolean().optional(),
    hasPreviewDecoder: z.boolean().optional(),
    /** Only for an embedding, VAE, ControlNet, or upscaler. */
    addition: AdditionFacts.optional(),
    /** Only for a model that came with a vocabulary. */
    vocabulary: VocabularySummary.optional(),
    /** Only for weights. */
    weightsKind: HubWeightsKind.optional(),
    triggerWords: z.array(z.string()),
    /** The understandable part of what a training tool wrote into the header. */
    metadata: z.record(z.string(), z.string()),
  })
  .meta({ id: 'ModelFileMetadata' });
export type ModelFileMetadata = z.infer<typeof ModelFileMetadata>;

export const HubFileView = z
  .strictObject({ path: z.string(), bytes: z.number().int(), sha256: z.string(), url: z.string() })
  .meta({ id: 'HubFile' });
export type HubFileView = z.infer<typeof HubFileView>;

/** An example image, rendered by the hub or uploaded by the creator. */
export const SampleView = z
  .strictObject({
    id: Id,
    url: z.string(),
    width: z.number().int(),
    height: z.number().int(),
    /** A scaled copy for lists. Absent if the image is no larger than lists show it. */
    small: z.strictObject({ url: z.string(), width: z.number().int() }).optional(),
    /** Empty if the creator uploaded the image. */
    prompt: z.string(),
    isUploaded: z.boolean(),
  })
  .meta({ id: 'Sample' });
export type SampleView = z.infer<typeof SampleView>;

/** How the model ended its renderer. `killed`: by the operating system, usually for lack of memory. */
export const QuarantineReason = z.enum(['hung', 'killed', 'crashed', 'slow']);
export type QuarantineReason = z.infer<typeof QuarantineReason>;
/**
 * `unpublished`: withdrawn by its creator, still named by images made with it. `quarantined`: crashed or hung a
 * renderer.
 */
export const VERSION_STATES = ['published', 'unpublished', 'quarantined'] as const;
export type VersionState = (typeof VERSION_STATES)[number];
export const HubVersionView = z
  .strictObject({
    id: Id,
    label: z.string(),
    /** What `settings.model`, a LoRA's `id`, and infotexts call it. */
    versionRef: z.string(),
    state: z.enum(VERSION_STATES),
    /** A moderator removed it, so its creator can't publish it again. */
    isTakenDown: z.boolean().optional(),
    /** Why it is quarantined, if known. */
    quarantineReason: QuarantineReason.optional(),
    notes: z.string(),
    base: ModelFamily,
    baseModelName: z.string(),
    triggerWords: z.array(z.string()),
    recommended: RecommendedSettings,
    fileMetadata: ModelFileMetadata,
    /** SHA-256 of a model's folder or of a single file. Its first ten digits are AutoV2. */
    hash: z.string(),
    /** The name of a local model with identical files. Images made under that name aren't counted here. */
    localDuplicateOf: z.string().optional(),
    bytes: z.number().int(),
    files: z.array(HubFileView),
    samples: z.array(SampleView),
    /** Samples that aren't rendered yet. */
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
    /** Mean stars, 1 to 5. Absent without reviews. */
    stars: z.number().optional(),
    reactions: z.array(EmojiCount),
  })
  .meta({ id: 'HubCounts' });
export type HubCounts = z.infer<typeof HubCounts>;

/** A model, LoRA, or other weights, as listed. */
export const HubCard = z
  .strictObject({
    id: Id,
    kind: HubKind,
    /** Of its newest version: what an addition or other weights are. */
    addition: AdditionFacts.optional(),
    weightsKind: HubWeightsKind.optional(),
    name: z.string(),
    creator: UserView,
    base: ModelFamily,
    baseModelName: z.string(),
    tags: z.array(z.string()),
    license: LicenseId,
    contentRating: ContentRating,
    /** The beginning of the description. */
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
    /** Created by `visionary seed`. */
    isSample: z.boolean(),
  })
  .meta({ id: 'HubCard' });
export type HubCard = z.infer<typeof HubCard>;

export const HubModelView = HubCard.extend({
  licenseText: z.string(),
  /** Newest first. Unpublished versions are only for the creator and moderators. */
  versions: z.array(HubVersionView),
  editedAt: Timestamp.optional(),
}).meta({ id: 'HubModel' });
export type HubModelView = z.infer<typeof HubModelView>;

/** The requester's reactions, review, and permissions. */
export const HubModelViewerState = z
  .strictObject({
    reactions: z.array(z.string()),
    review: z.strictObject({ stars: z.number().int(), text: z.string() }).optional(),
    canEdit: z.boolean(),
    canRemove: z.boolean(),
  })
  .meta({ id: 'HubModelViewerState' });
export type HubModelViewerState = z.infer<typeof HubModelViewerState>;
export const HubModelDetail = z
  .strictObject({ model: HubModelView, viewerState: HubModelViewerState.nullable() })
  .meta({ id: 'HubModelDetail' });
export type HubModelDetail = z.infer<typeof HubModelDetail>;
