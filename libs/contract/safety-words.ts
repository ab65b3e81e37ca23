import { z } from 'zod';
import { PersonView } from './accounts.js';
import { command } from './command.js';
import { LIMITS } from './limits.js';
import { At, Id, text, words } from './primitives.js';

/** What happens to a text that holds a listed word. `allow`: what is always let through, also where a listed word is in it. */
export const TERM_ACTIONS = ['refuse', 'replace', 'flag', 'allow'] as const;
export const TermAction = z.enum(TERM_ACTIONS);
export type TermAction = z.infer<typeof TermAction>;

/** What is written where: prompts of takes, what people say to each other, names of people, rooms and models, and titles
 * with what stands under them. */
export const WORD_SCOPES = ['prompts', 'chat', 'names', 'titles'] as const;
export const WordScope = z.enum(WORD_SCOPES);
export type WordScope = z.infer<typeof WordScope>;

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
  text: words(LIMITS.termLength),
  category: TermCategory,
  language: TermLanguage,
  action: TermAction,
  scopes: z.array(WordScope).min(1).max(WORD_SCOPES.length),
  /** What to write in its place, where there is something. */
  proposal: text(LIMITS.termLength).default(''),
  /** For those who look after the list. */
  note: text(LIMITS.termNoteLength).default(''),
});

export const TermView = TermFields.extend({
  ...{ id: Id, proposal: z.string(), note: z.string() },
  /** Its place among those of its category, from 1. */
  line: z.number().int().positive(),
  /** Null: it came with the server. */
  by: PersonView.nullable(),
  at: At.nullable(),
}).meta({ id: 'Term' });
export type TermView = z.infer<typeof TermView>;

export const NewTerm = TermFields.meta({ id: 'NewTerm' });
export type NewTerm = z.infer<typeof NewTerm>;
export const ChangeTerm = TermFields.partial().meta({ id: 'ChangeTerm' });
export type ChangeTerm = z.infer<typeof ChangeTerm>;

export const TermsQuery = z.strictObject({
  /** A part of the word or of the note. */
  search: text(LIMITS.searchLength).optional(),
  category: TermCategory.optional(),
  language: TermLanguage.optional(),
  action: TermAction.optional(),
  scope: WordScope.optional(),
  /** Those that came with the server, or those that people added or changed. */
  from: z.enum(['server', 'people']).optional(),
  page: z.coerce.number().int().min(0).max(100_000).default(0),
});
export type TermsQuery = z.infer<typeof TermsQuery>;
export const TermPage = z
  .strictObject({
    terms: z.array(TermView),
    /** That match, and altogether. */
    ...{ found: z.number().int(), total: z.number().int() },
    perPage: z.number().int(),
  })
  .meta({ id: 'TermPage' });
export type TermPage = z.infer<typeof TermPage>;
export const TermsImported = z
  .strictObject({ ...{ added: z.number().int(), changed: z.number().int(), same: z.number().int() } })
  .meta({ id: 'TermsImported' });
export type TermsImported = z.infer<typeof TermsImported>;

/** A listed word in a text. Offsets count UTF-16 code units of the text as it was typed. */
export const WordHit = z
  .strictObject({
    field: z.string(),
    ...{ start: z.number().int().nonnegative(), end: z.number().int().positive() },
    /** The text from `start` to `end`, and the word on the list that it is. */
    ...{ typed: z.string(), term: z.string() },
    /** What stands elsewhere in the text without which it would be none, as it was typed, ` + ` between; absent of words that are listed alone. */
    beside: z.string().optional(),
    ...{ category: TermCategory, action: TermAction },
    proposal: z.string().optional(),
  })
  .meta({ id: 'WordHit' });
export type WordHit = z.infer<typeof WordHit>;

/** Detail of SAFETY_WORDS. */
export const WordsRefused = z.object({ hits: z.array(WordHit) });

/** What would become of these texts; nothing is kept of them. The answer is the same for everybody. */
export const CheckedTexts = z.strictObject({
  scope: WordScope,
  texts: z
    .record(z.string().max(32), text(LIMITS.messageLength))
    .refine((texts) => Object.keys(texts).length <= LIMITS.textsChecked, 'too many texts'),
});
export const TextHits = z.strictObject({ hits: z.array(WordHit) });

/** "Why was this refused?" */
export const TriedWords = z.strictObject({ text: text(LIMITS.messageLength, 1) }).meta({ id: 'TriedWords' });
export type TriedWords = z.infer<typeof TriedWords>;
export const TriedHit = z
  .strictObject({
    ...{ start: z.number().int().nonnegative(), end: z.number().int().positive(), typed: z.string() },
    term: TermView,
  })
  .meta({ id: 'TriedHit' });
export type TriedHit = z.infer<typeof TriedHit>;
export const WordsTried = z.strictObject({ hits: z.array(TriedHit) }).meta({ id: 'WordsTried' });
export type WordsTried = z.infer<typeof WordsTried>;

export const SAFETY_WORD_COMMANDS = {
  'safety.check': command(
    'nothing',
    CheckedTexts,
    TextHits,
    'Listed words in texts that are being written: where they stand, why, and what would become of them',
  ),
} as const;

export const SAFETY_WORD_EVENTS = {
  /** To everybody, at most once a second: the lists are others now, so what was checked may be checked anew. */
  'safety.termsChanged': z.strictObject({}),
} as const;

export const SAFETY_WORD_ROUTES = {
  terms: { method: 'GET', path: '/api/safety/terms', query: TermsQuery, reply: TermPage, status: 200 },
  newTerm: { method: 'POST', path: '/api/safety/terms', body: NewTerm, reply: TermView, status: 201 },
  /** All of them, as CSV. */
  exportTerms: { method: 'GET', path: '/api/safety/terms/export', status: 200 },
  /** The body is the CSV. Nothing is changed where a line of it cannot be read. */
  importTerms: { method: 'POST', path: '/api/safety/terms/import', reply: TermsImported, status: 200 },
  changeTerm: { method: 'PATCH', path: '/api/safety/terms/:termId', body: ChangeTerm, reply: TermView, status: 200 },
  removeTerm: { method: 'DELETE', path: '/api/safety/terms/:termId', status: 204 },
  tryWords: { method: 'POST', path: '/api/safety/words/try', body: TriedWords, reply: WordsTried, status: 200 },
} as const;
