import { z } from 'zod';
import { PersonView } from './accounts.js';
import { LoraView, ModelFamily, ModelView, SchedulerName } from './generation.js';
import { LIMITS } from './limits.js';
import { EmojiCount, Maturity, Tag } from './posts.js';
import { At, Id, onOneLine, orNothing, text, withoutTowers, words } from './primitives.js';

/** What people share: a whole model, a LoRA for one, or other weights, which are kept and downloaded but never loaded here. */
export const HUB_KINDS = ['model', 'lora', 'weights'] as const;
export const HubKind = z.enum(HUB_KINDS);
export type HubKind = z.infer<typeof HubKind>;

/** What a licence asks for and allows, in the words of Creative Commons. */
export interface LicenceTerms {
  /** Its maker must be named. */
  readonly credit: boolean;
  /** What is made with it may be sold. */
  readonly commercial: boolean;
  /** It may be changed and trained on, and that be shared. */
  readonly derivatives: boolean;
  /** What is made of it must be shared alike. */
  readonly shareAlike: boolean;
  /** It names uses that are forbidden. */
  readonly restricted: boolean;
  /** Its full text. */
  readonly url: string;
}

const terms = (allowed: Omit<LicenceTerms, 'url'>, url: string): LicenceTerms => ({ ...allowed, url });
const OPEN = { credit: true, commercial: true, derivatives: true, shareAlike: false, restricted: false };

/** By SPDX id where there is one. What stands under `other` its maker says in words. */
export const LICENCES = {
  'CC0-1.0': terms({ ...OPEN, credit: false }, 'https://creativecommons.org/publicdomain/zero/1.0/'),
  'CC-BY-4.0': terms(OPEN, 'https://creativecommons.org/licenses/by/4.0/'),
  'CC-BY-SA-4.0': terms({ ...OPEN, shareAlike: true }, 'https://creativecommons.org/licenses/by-sa/4.0/'),
  'CC-BY-NC-4.0': terms({ ...OPEN, commercial: false }, 'https://creativecommons.org/licenses/by-nc/4.0/'),
  'CC-BY-NC-SA-4.0': terms(
    { ...OPEN, commercial: false, shareAlike: true },
    'https://creativecommons.org/licenses/by-nc-sa/4.0/',
  ),
  'CC-BY-ND-4.0': terms({ ...OPEN, derivatives: false }, 'https://creativecommons.org/licenses/by-nd/4.0/'),
  MIT: terms(OPEN, 'https://opensource.org/license/mit'),
  'Apache-2.0': terms(OPEN, 'https://www.apache.org/licenses/LICENSE-2.0'),
  'CreativeML-OpenRAIL-M': terms(
    { ...OPEN, restricted: true },
    'https://huggingface.co/spaces/CompVis/stable-diffusion-license',
  ),
  'CreativeML-OpenRAIL++-M': terms(
    { ...OPEN, restricted: true },
    'https://huggingface.co/stabilityai/stable-diffusion-xl-base-1.0/blob/main/LICENSE.md',
  ),
} as const satisfies Record<string, LicenceTerms>;
export const LICENCE_IDS = [...(Object.keys(LICENCES) as (keyof typeof LICENCES)[]), 'other'] as const;
export const LicenceId = z.enum(LICENCE_IDS);
export type LicenceId = z.infer<typeof LicenceId>;

/** What suits it; what is left out stays as the model itself recommends. `weight` for LoRAs. */
export const SuitingSettings = z
  .strictObject({
    scheduler: SchedulerName.optional(),
    steps: z.number().int().min(LIMITS.steps.min).max(LIMITS.steps.max).optional(),
    guidance: z.number().min(LIMITS.guidance.min).max(LIMITS.guidance.max).optional(),
    width: z.number().int().min(LIMITS.sidePixels.min).max(LIMITS.sidePixels.max).multipleOf(8).optional(),
    height: z.number().int().min(LIMITS.sidePixels.min).max(LIMITS.sidePixels.max).multipleOf(8).optional(),
    weight: z.number().min(LIMITS.loraWeight.min).max(LIMITS.loraWeight.max).optional(),
  })
  .meta({ id: 'SuitingSettings' });
export type SuitingSettings = z.infer<typeof SuitingSettings>;

/** Letters and digits of any script, spaces, and a few signs inside: it becomes a part of addresses and of infotexts. */
const HubName = onOneLine(words(LIMITS.hubNameLength)).refine(
  (value) => /^[\p{L}\p{N}][\p{L}\p{N}\p{M} ._+'’-]*$/u.test(value) && value === value.trim(),
  'letters, digits, spaces, and - _ . + inside',
);
/** As people count versions: 1.0, v2, 2024-05. */
const VersionLabel = text(LIMITS.versionLabelLength, 1).refine(
  (value) => /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(value),
  'letters, digits, and . _ - inside',
);
const TriggerWord = onOneLine(words(LIMITS.triggerWordLength)).transform((value) => value.trim());

/** What is said of all versions. */
export const ofModel = {
  name: HubName,
  /** Plain words in paragraphs; mentions and links as in chat. */
  about: withoutTowers(text(LIMITS.hubAboutLength)),
  licence: LicenceId,
  /** What a licence under `other` allows, in the maker's words; a note beside any other. */
  licenceWords: withoutTowers(text(LIMITS.licenceWordsLength)),
  tags: z
    .array(Tag)
    .max(LIMITS.tagsPerPost)
    .transform((tags) => [...new Set(tags)]),
  maturity: Maturity,
};
/** What is said of one. */
export const ofVersion = {
  label: VersionLabel,
  /** What changed since the one before. */
  notes: withoutTowers(text(LIMITS.versionNotesLength)),
  base: ModelFamily,
  /** What it was trained on, in the maker's words: "Stable Diffusion 1.5", or nothing. */
  baseName: onOneLine(orNothing(text(LIMITS.hubNameLength))),
  triggerWords: z
    .array(TriggerWord)
    .max(LIMITS.triggerWords)
    .transform((all) => [...new Set(all)]),
  recommended: SuitingSettings,
};

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

export const HUB_SORTS = ['new', 'used', 'liked', 'downloads', 'relevance'] as const;
export const HubQuery = z.strictObject({
  search: text(LIMITS.searchLength).default(''),
  kind: HubKind.optional(),
  base: ModelFamily.optional(),
  tag: Tag.optional(),
  licence: LicenceId.optional(),
  /** The strongest that is shown. */
  maturity: Maturity.optional(),
  makerId: Id.optional(),
  /** Absent: by relevance where words are looked for, else the newest first. */
  sort: z.enum(HUB_SORTS).optional(),
  cursor: text(200).optional(),
});
export type HubQuery = z.infer<typeof HubQuery>;
const facet = <T extends z.ZodType>(value: T) => z.array(z.strictObject({ value, count: z.number().int() }));
/** How many there are of each, of what is found without that one facet. Only with the first page. */
export const HubFacets = z
  .strictObject({
    kinds: facet(HubKind),
    bases: facet(ModelFamily),
    tags: facet(z.string()),
    licences: facet(LicenceId),
    maturities: facet(Maturity),
  })
  .meta({ id: 'HubFacets' });
export type HubFacets = z.infer<typeof HubFacets>;
export const HubPage = z
  .strictObject({
    models: z.array(HubCard),
    total: z.number().int(),
    facets: HubFacets.optional(),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'HubPage' });
export type HubPage = z.infer<typeof HubPage>;

/** What a hash from an infotext leads to. `file` where it is the hash of one file of a version. */
export const HubMatch = z
  .strictObject({
    kind: HubKind,
    useId: z.string(),
    name: z.string(),
    hash: z.string(),
    /** Absent for what lies in the folder of models. */
    modelId: Id.optional(),
    versionId: Id.optional(),
    label: z.string().optional(),
    file: z.string().optional(),
  })
  .meta({ id: 'HubMatch' });
export type HubMatch = z.infer<typeof HubMatch>;

/** What would miss it: rooms where it is chosen, takes that wait for it or render with it, pictures made with it. */
export const HubDependants = z
  .strictObject({
    rooms: z.number().int(),
    takes: z.number().int(),
    pictures: z.number().int(),
    /** Drafts of later versions. */
    drafts: z.number().int(),
  })
  .meta({ id: 'HubDependants' });
export type HubDependants = z.infer<typeof HubDependants>;

export const DependantsQuery = z.strictObject({ versionId: Id.optional() });

/**
 * `ids`: only these, parted by commas, LoRAs among them compared with the models among them; without it what the folder has and
 * what the hub has that is new.
 */
export const ModelsQuery = z.strictObject({
  ids: text(LIMITS.modelsAskedLength, 1).optional(),
  /** Only what lies in this instance's own folder, nothing of the hub. */
  from: z.literal('folder').optional(),
});

/** `model`: for which LoRAs are asked. */
export const ChoicesQuery = z.strictObject({
  kind: z.enum(['model', 'lora']),
  search: text(LIMITS.searchLength).default(''),
  model: text(100, 1).optional(),
  cursor: text(200).optional(),
});
/** One version to choose; `hub` where it was published there. */
export const ModelChoice = z
  .strictObject({
    model: ModelView.optional(),
    lora: LoraView.optional(),
    hub: z.strictObject({ modelId: Id, versionId: Id, label: z.string(), sample: z.string().optional() }).optional(),
    /** Whether it can be used now; a reason of its own where not. */
    fits: z.boolean(),
    misfit: z.enum(['base', 'shapes', 'quarantined', 'unknownYet']).optional(),
  })
  .meta({ id: 'ModelChoice' });
export type ModelChoice = z.infer<typeof ModelChoice>;
export const ModelChoices = z
  .strictObject({ choices: z.array(ModelChoice), total: z.number().int(), nextCursor: z.string().nullable() })
  .meta({ id: 'ModelChoices' });
export type ModelChoices = z.infer<typeof ModelChoices>;

export const ChangeHubModel = z.strictObject(ofModel).omit({ name: true }).partial().meta({ id: 'ChangeHubModel' });
export type ChangeHubModel = z.infer<typeof ChangeHubModel>;
/** `state`: take it back, or show it again. */
export const ChangeHubVersion = z
  .strictObject(ofVersion)
  .omit({ label: true })
  .partial()
  .extend({ state: z.enum(['published', 'unpublished']).optional() })
  .meta({ id: 'ChangeHubVersion' });
export type ChangeHubVersion = z.infer<typeof ChangeHubVersion>;

export const AboutHubModel = z.strictObject({ modelId: Id });
export const ReactToModel = z.strictObject({ modelId: Id, emoji: text(LIMITS.emojiLength, 1), on: z.boolean() });
