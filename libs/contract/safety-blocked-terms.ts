import { z } from 'zod';
import { UserView } from './accounts.js';
import { command } from './command.js';
import { LIMITS } from './limits.js';
import { Timestamp, Id, text, nonBlankText } from './primitives.js';

/** What happens to a text that holds a listed word. `allow`: what is always let through, also where a listed word is in it. */
export const TERM_ACTIONS = ['block', 'replace', 'flag', 'allow'] as const;
export const TermAction = z.enum(TERM_ACTIONS);
export type TermAction = z.infer<typeof TermAction>;

/** What is written where: prompts of takes, what users say to each other, names of users, rooms and models, and titles
 * with what stands under them. */
export const TERM_SCOPES = ['prompts', 'chat', 'names', 'titles'] as const;
export const TermScope = z.enum(TERM_SCOPES);
export type TermScope = z.infer<typeof TermScope>;

export const TERM_CATEGORIES = [
  ...(['sexual', 'minors', 'violence', 'selfharm', 'hate', 'harassment'] as const),
  ...(['drugs', 'weapons', 'gambling', 'fraud', 'politics', 'other'] as const),
] as const;
export const TermCategory = z.enum(TERM_CATEGORIES);
export type TermCategory = z.infer<typeof TermCategory>;

/** `any`: of no language, or of several. */
export const TERM_LANGUAGES = ['zh', 'en', 'any'] as const;
export const TermLanguage = z.enum(TERM_LANGUAGES);
export type TermLanguage = z.infer<typeof TermLanguage>;

const TermFields = z.strictObject({
  text: nonBlankText(LIMITS.termLength),
  category: TermCategory,
  language: TermLanguage,
  action: TermAction,
  scopes: z.array(TermScope).min(1).max(TERM_SCOPES.length),
  /** What to write in its place, where there is something. */
  suggestion: text(LIMITS.termLength).default(''),
  /** For those who look after the list. */
  note: text(LIMITS.termNoteLength).default(''),
});

export const BlockedTermView = TermFields.extend({
  ...{ id: Id, suggestion: z.string(), note: z.string() },
  /** Its place among those of its category, from 1. */
  position: z.number().int().positive(),
  /** Null: it came with the server. */
  by: UserView.nullable(),
  at: Timestamp.nullable(),
}).meta({ id: 'Term' });
export type BlockedTermView = z.infer<typeof BlockedTermView>;

export const CreateBlockedTerm = TermFields.meta({ id: 'NewTerm' });
export type CreateBlockedTerm = z.infer<typeof CreateBlockedTerm>;
export const UpdateBlockedTerm = TermFields.partial().meta({ id: 'ChangeTerm' });
export type UpdateBlockedTerm = z.infer<typeof UpdateBlockedTerm>;

export const TermsQuery = z.strictObject({
  /** A part of the word or of the note. */
  search: text(LIMITS.searchLength).optional(),
  category: TermCategory.optional(),
  language: TermLanguage.optional(),
  action: TermAction.optional(),
  scope: TermScope.optional(),
  /** Those that came with the server, or those that users added or changed. */
  from: z.enum(['server', 'users']).optional(),
  page: z.coerce.number().int().min(0).max(100_000).default(0),
});
export type TermsQuery = z.infer<typeof TermsQuery>;
export const TermPage = z
  .strictObject({
    terms: z.array(BlockedTermView),
    /** That match, and altogether. */
    ...{ found: z.number().int(), total: z.number().int() },
    perPage: z.number().int(),
  })
  .meta({ id: 'TermPage' });
export type TermPage = z.infer<typeof TermPage>;
export const TermImportResult = z
  .strictObject({ ...{ added: z.number().int(), changed: z.number().int(), same: z.number().int() } })
  .meta({ id: 'TermsImported' });
export type TermImportResult = z.infer<typeof TermImportResult>;

/** A listed word in a text. Offsets count UTF-16 code units of the text as it was typed. */
export const TermMatch = z
  .strictObject({
    field: z.string(),
    ...{ start: z.number().int().nonnegative(), end: z.number().int().positive() },
    /** The text from `start` to `end`, and the word on the list that it is. */
    ...{ matchedText: z.string(), term: z.string() },
    /** What stands elsewhere in the text without which it would be none, as it was typed, ` + ` between; absent of words that are listed alone. */
    otherParts: z.string().optional(),
    ...{ category: TermCategory, action: TermAction },
    suggestion: z.string().optional(),
  })
  .meta({ id: 'WordHit' });
export type TermMatch = z.infer<typeof TermMatch>;

/** Detail of SAFETY_BLOCKED_TERMS. */
export const BlockedTermsDetail = z.object({ hits: z.array(TermMatch) });

/** What would become of these texts; nothing is kept of them. The answer is the same for everybody. */
export const CheckTexts = z.strictObject({
  scope: TermScope,
  texts: z
    .record(z.string().max(32), text(LIMITS.messageLength))
    .refine((texts) => Object.keys(texts).length <= LIMITS.textsPerCheck, 'too many texts'),
});
export const TermMatches = z.strictObject({ hits: z.array(TermMatch) });

/** "Why was this refused?" */
export const FilterTest = z.strictObject({ text: text(LIMITS.messageLength, 1) }).meta({ id: 'TriedWords' });
export type FilterTest = z.infer<typeof FilterTest>;
export const FilterTestMatch = z
  .strictObject({
    ...{ start: z.number().int().nonnegative(), end: z.number().int().positive(), matchedText: z.string() },
    term: BlockedTermView,
  })
  .meta({ id: 'TriedHit' });
export type FilterTestMatch = z.infer<typeof FilterTestMatch>;
export const FilterTestResult = z.strictObject({ hits: z.array(FilterTestMatch) }).meta({ id: 'WordsTried' });
export type FilterTestResult = z.infer<typeof FilterTestResult>;

export const SAFETY_WORD_COMMANDS = {
  'safety.checkTexts': command(
    'nothing',
    CheckTexts,
    TermMatches,
    'Listed words in texts that are being written: where they stand, why, and what would become of them',
  ),
} as const;

export const SAFETY_WORD_EVENTS = {
  /** To everybody, at most once a second: the lists are others now, so what was checked may be checked anew. */
  'safety.blockedTermsChanged': z.strictObject({}),
} as const;

export const SAFETY_WORD_ROUTES = {
  blockedTerms: { method: 'GET', path: '/api/safety/blocked-terms', query: TermsQuery, reply: TermPage, status: 200 },
  addBlockedTerm: {
    method: 'POST',
    path: '/api/safety/blocked-terms',
    body: CreateBlockedTerm,
    reply: BlockedTermView,
    status: 201,
  },
  /** All of them, as CSV. */
  exportTerms: { method: 'GET', path: '/api/safety/blocked-terms/export', status: 200 },
  /** The body is the CSV. Nothing is changed where a line of it cannot be read. */
  importTerms: { method: 'POST', path: '/api/safety/blocked-terms/import', reply: TermImportResult, status: 200 },
  updateBlockedTerm: {
    method: 'PATCH',
    path: '/api/safety/blocked-terms/:termId',
    body: UpdateBlockedTerm,
    reply: BlockedTermView,
    status: 200,
  },
  deleteBlockedTerm: { method: 'DELETE', path: '/api/safety/blocked-terms/:termId', status: 204 },
  testFilter: {
    method: 'POST',
    path: '/api/safety/filter-test',
    body: FilterTest,
    reply: FilterTestResult,
    status: 200,
  },
} as const;
