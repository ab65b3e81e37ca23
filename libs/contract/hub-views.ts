import { z } from 'zod';
import { PersonView } from './accounts.js';
import { ModelFamily } from './generation.js';
import { SuitingSettings } from './hub-forms.js';
import { HubKind, LicenceId } from './hub-kinds.js';
import { EmojiCount, Maturity } from './posts.js';
import { At, Id } from './primitives.js';

/** What the files themselves say. */
export const FileFacts = z
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
    takesPictures: z.boolean().optional(),
    triggerWords: z.array(z.string()),
    /** What a training tool left in the header, the parts people understand. */
    metadata: z.record(z.string(), z.string()),
  })
  .meta({ id: 'FileFacts' });
export type FileFacts = z.infer<typeof FileFacts>;

export const HubFileView = z
  .strictObject({ path: z.string(), bytes: z.number().int(), sha256: z.string(), url: z.string() })
  .meta({ id: 'HubFile' });
export type HubFileView = z.infer<typeof HubFileView>;

/** A picture that shows what it can do: rendered by the hub itself, or chosen by its maker. */
export const SampleView = z
  .strictObject({
    id: Id,
    url: z.string(),
    width: z.number().int(),
    height: z.number().int(),
    /** The same for lists, where the picture itself is larger than they show it. */
    small: z.strictObject({ url: z.string(), width: z.number().int() }).optional(),
    /** What it was rendered from; empty where its maker chose it. */
    prompt: z.string(),
    isChosen: z.boolean(),
  })
  .meta({ id: 'Sample' });
export type SampleView = z.infer<typeof SampleView>;

/** What it did to whatever rendered with it; `killed`: from outside, as a rule for want of memory. */
export const SetAsideReason = z.enum(['hung', 'killed', 'crashed']);
export type SetAsideReason = z.infer<typeof SetAsideReason>;
/** `unpublished`: its maker took it back; pictures made with it still say so. `quarantined`: it crashed or hung what tried it. */
export const VERSION_STATES = ['published', 'unpublished', 'quarantined'] as const;
export const HubVersionView = z
  .strictObject({
    id: Id,
    label: z.string(),
    /** What `settings.model`, or a LoRA's `id`, and infotexts call it. */
    useId: z.string(),
    state: z.enum(VERSION_STATES),
    /** A moderator took it back: its maker cannot show it again. */
    isWithheld: z.boolean().optional(),
    /** Why it is quarantined, where that is known. */
    setAside: SetAsideReason.optional(),
    notes: z.string(),
    base: ModelFamily,
    baseName: z.string(),
    triggerWords: z.array(z.string()),
    recommended: SuitingSettings,
    facts: FileFacts,
    /** SHA-256 of a model's folder or of a single file; its first ten digits are AutoV2. */
    hash: z.string(),
    /** What the very same files are called in the server's own folder: pictures made as that do not count here. */
    copyOf: z.string().optional(),
    bytes: z.number().int(),
    files: z.array(HubFileView),
    samples: z.array(SampleView),
    /** Samples that are still to be rendered. */
    samplesToCome: z.number().int(),
    /** Published pictures made with it. */
    pictures: z.number().int(),
    downloads: z.number().int(),
    at: At,
    checkedAt: At.optional(),
  })
  .meta({ id: 'HubVersion' });
export type HubVersionView = z.infer<typeof HubVersionView>;

export const HubCounts = z
  .strictObject({
    likes: z.number().int(),
    downloads: z.number().int(),
    pictures: z.number().int(),
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
    maker: PersonView,
    base: ModelFamily,
    baseName: z.string(),
    tags: z.array(z.string()),
    licence: LicenceId,
    maturity: Maturity,
    /** The first words about it. */
    about: z.string(),
    samples: z.array(SampleView),
    newest: z.strictObject({ id: Id, label: z.string(), useId: z.string(), at: At, bytes: z.number().int() }),
    counts: HubCounts,
    at: At,
    isPublished: z.boolean(),
    /** Put there by `visionary seed`. */
    isSample: z.boolean(),
  })
  .meta({ id: 'HubCard' });
export type HubCard = z.infer<typeof HubCard>;

export const HubModelView = HubCard.extend({
  licenceWords: z.string(),
  /** The newest first. Those that are not published only for its maker and moderators. */
  versions: z.array(HubVersionView),
  editedAt: At.optional(),
}).meta({ id: 'HubModel' });
export type HubModelView = z.infer<typeof HubModelView>;

/** What the one who asks gave and may do. */
export const MyHubModel = z
  .strictObject({
    reactions: z.array(z.string()),
    review: z.strictObject({ stars: z.number().int(), words: z.string() }).optional(),
    mayEdit: z.boolean(),
    mayRemove: z.boolean(),
  })
  .meta({ id: 'MyHubModel' });
export type MyHubModel = z.infer<typeof MyHubModel>;
export const HubModelDetail = z
  .strictObject({ model: HubModelView, mine: MyHubModel.nullable() })
  .meta({ id: 'HubModelDetail' });
export type HubModelDetail = z.infer<typeof HubModelDetail>;
