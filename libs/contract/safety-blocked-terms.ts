import { z } from 'zod';
import { UserView } from './accounts.js';
import { command } from './command.js';
import { LIMITS } from './limits.js';
import { Timestamp, Id, text, nonBlankText } from './primitives.js';

/** What happens to a text that contains the term. `allow`: the term is accepted even where it contains another term. */
export const TERM_ACTIONS = ['block', 'replace', 'flag', 'allow'] as const;
export const TermAction = z.enum(TERM_ACTIONS);
export type TermAction = z.infer<typeof TermAction>;

/**
 * Where a term applies: prompts of takes; messages and comments; names of users, rooms, and models; titles and
 * descriptions.
 */
export const TERM_SCOPES = ['prompts', 'chat', 'names', 'titles'] as const;
export const TermScope = z.enum(TERM_SCOPES);
export type TermScope = z.infer<typeof TermScope>;

export const TERM_CATEGORIES = [
  ...(['sexual', 'minors', 'violence', 'selfharm', 'hate', 'harassment'] as const),
  ...(['drugs', 'weapons', 'gambling', 'fraud', 'politics', 'other', 'extremism'] as const),
] as const;
export const TermCategory = z.enum(TERM_CATEGORIES);
export type TermCategory = z.infer<typeof TermCategory>;

/** Lists of built-in terms that watch prompts for a topic. Admins turn each on or off. */
export const TERM_TOPICS = ['violence', 'extremism', 'hate'] as const satisfies readonly TermCategory[];
export const TermTopic = z.enum(TERM_TOPICS);
export type TermTopic = z.infer<typeof TermTopic>;

/** `any`: no particular language, or several. */
export const TERM_LANGUAGES = ['zh', 'en', 'any'] as const;
export const TermLanguage = z.enum(TERM_LANGUAGES);
export type TermLanguage = z.infer<typeof TermLanguage>;

const TermFields = z.strictObject({
  text: nonBlankText(LIMITS.termLength),
  category: TermCategory,
  language: TermLanguage,
  action: TermAction,
  scopes: z.array(TermScope).min(1).max(TERM_SCOPES.length),
  /** Suggested replacement. Empty if there is none. */
  suggestion: text(LIMITS.termLength).default(''),
  /** For admins. */
  note: text(LIMITS.termNoteLength).default(''),
});

export const BlockedTermView = TermFields.extend({
  ...{ id: Id, suggestion: z.string(), note: z.string() },
  /** Rank within its category, from 1. */
  position: z.number().int().positive(),
  /** Null if it shipped with the server. */
  by: UserView.nullable(),
  at: Timestamp.nullable(),
}).meta({ id: 'BlockedTerm' });
export type BlockedTermView = z.infer<typeof BlockedTermView>;

export const CreateBlockedTerm = TermFields.meta({ id: 'CreateBlockedTerm' });
export type CreateBlockedTerm = z.infer<typeof CreateBlockedTerm>;
export const UpdateBlockedTerm = TermFields.partial().meta({ id: 'UpdateBlockedTerm' });
export type UpdateBlockedTerm = z.infer<typeof UpdateBlockedTerm>;

export const TermsQuery = z.strictObject({
  /** Part of the term or of its note. */
  search: text(LIMITS.searchLength).optional(),
  category: TermCategory.optional(),
  language: TermLanguage.optional(),
  action: TermAction.optional(),
  scope: TermScope.optional(),
  /** Terms that shipped with the server, or those that users added or changed. */
  from: z.enum(['server', 'users']).optional(),
  page: z.coerce.number().int().min(0).max(100_000).default(0),
});
export type TermsQuery = z.infer<typeof TermsQuery>;
export const TermTopicView = z
  .strictObject({
    topic: TermTopic,
    isOn: z.boolean(),
    /** The number of its built-in terms. */
    terms: z.number().int(),
  })
  .meta({ id: 'TermTopic' });
export type TermTopicView = z.infer<typeof TermTopicView>;
export const TermTopics = z.strictObject({ topics: z.array(TermTopicView) }).meta({ id: 'TermTopics' });
export type TermTopics = z.infer<typeof TermTopics>;
export const SwitchTermTopic = z.strictObject({ isOn: z.boolean() }).meta({ id: 'SwitchTermTopic' });
export type SwitchTermTopic = z.infer<typeof SwitchTermTopic>;

export const TermPage = z
  .strictObject({
    terms: z.array(BlockedTermView),
    /** `found` counts matching terms, `total` all terms. */
    ...{ found: z.number().int(), total: z.number().int() },
    perPage: z.number().int(),
  })
  .meta({ id: 'TermPage' });
export type TermPage = z.infer<typeof TermPage>;
export const TermImportResult = z
  .strictObject({ ...{ added: z.number().int(), changed: z.number().int(), same: z.number().int() } })
  .meta({ id: 'TermImportResult' });
export type TermImportResult = z.infer<typeof TermImportResult>;

/** A blocked term found in a text. Offsets count UTF-16 code units of the text as typed. */
export const TermMatch = z
  .strictObject({
    field: z.string(),
    ...{ start: z.number().int().nonnegative(), end: z.number().int().positive() },
    /** The text from `start` to `end`, and the term it matches. */
    ...{ matchedText: z.string(), term: z.string() },
    /** The other parts of a combined term as typed, joined with ` + `. Absent for a simple term. */
    otherParts: z.string().optional(),
    ...{ category: TermCategory, action: TermAction },
    suggestion: z.string().optional(),
  })
  .meta({ id: 'TermMatch' });
export type TermMatch = z.infer<typeof TermMatch>;

/** `detail` of SAFETY_BLOCKED_TERMS. */
export const BlockedTermsDetail = z.object({ hits: z.array(TermMatch) });
export type BlockedTermsDetail = z.infer<typeof BlockedTermsDetail>;

/** Checks texts without storing them. The result doesn't depend on the user. */
export const CheckTexts = z.strictObject({
  scope: TermScope,
  texts: z
    .record(z.string().max(32), text(LIMITS.messageLength))
    .refine((texts) => Object.keys(texts).length <= LIMITS.textsPerCheck, 'too many texts'),
});
export const TermMatches = z.strictObject({ hits: z.array(TermMatch) });

/** Shows which terms match a text. */
export const FilterTest = z.strictObject({ text: text(LIMITS.messageLength, 1) }).meta({ id: 'FilterTest' });
export type FilterTest = z.infer<typeof FilterTest>;
export const FilterTestMatch = z
  .strictObject({
    ...{ start: z.number().int().nonnegative(), end: z.number().int().positive(), matchedText: z.string() },
    term: BlockedTermView,
  })
  .meta({ id: 'FilterTestMatch' });
export type FilterTestMatch = z.infer<typeof FilterTestMatch>;
export const FilterTestResult = z.strictObject({ hits: z.array(FilterTestMatch) }).meta({ id: 'FilterTestResult' });
export type FilterTestResult = z.infer<typeof FilterTestResult>;

export const SAFETY_BLOCKED_TERM_COMMANDS = {
  'safety.checkTexts': command(
    'nothing',
    CheckTexts,
    TermMatches,
    'Check texts for blocked terms: where they are, which category, and which action applies',
  ),
} as const;

export const SAFETY_BLOCKED_TERM_EVENTS = {
  /** To all clients, at most once a second: the blocked terms changed, so earlier checks are stale. */
  'safety.blockedTermsChanged': z.strictObject({}),
} as const;

export const SAFETY_BLOCKED_TERM_ROUTES = {
  blockedTerms: { method: 'GET', path: '/api/safety/blocked-terms', query: TermsQuery, reply: TermPage, status: 200 },
  addBlockedTerm: {
    method: 'POST',
    path: '/api/safety/blocked-terms',
    body: CreateBlockedTerm,
    reply: BlockedTermView,
    status: 201,
  },
  /** All terms, as CSV. */
  exportTerms: { method: 'GET', path: '/api/safety/blocked-terms/export', status: 200 },
  /** The body is CSV. An unreadable line rejects the whole file. */
  importTerms: { method: 'POST', path: '/api/safety/blocked-terms/import', reply: TermImportResult, status: 200 },
  updateBlockedTerm: {
    method: 'PATCH',
    path: '/api/safety/blocked-terms/:termId',
    body: UpdateBlockedTerm,
    reply: BlockedTermView,
    status: 200,
  },
  deleteBlockedTerm: { method: 'DELETE', path: '/api/safety/blocked-terms/:termId', status: 204 },
  termTopics: { method: 'GET', path: '/api/safety/blocked-terms/topics', reply: TermTopics, status: 200 },
  switchTermTopic: {
    method: 'PUT',
    path: '/api/safety/blocked-terms/topics/:topic',
    body: SwitchTermTopic,
    reply: TermTopics,
    status: 200,
  },
  testFilter: {
    method: 'POST',
    path: '/api/safety/filter-test',
    body: FilterTest,
    reply: FilterTestResult,
    status: 200,
  },
} as const;
