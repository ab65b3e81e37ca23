import { z } from 'zod';
import { LIMITS } from './limits.js';
import { singleLineText, text } from './primitives.js';

const MAX = LIMITS.vocabulary;
/** Letters, digits, and what joins them: never markup, and never the syntax of prompts. */
const WORD = /^[\p{L}\p{N}][\p{L}\p{N}\p{M} '’.&·-]*$/u;
const word = singleLineText(text(MAX.wordLength, 1)).refine((value) => WORD.test(value), 'letters, digits, spaces');
const words = (most: number) => z.array(word).max(most).default([]);
const name = singleLineText(text(MAX.wordLength)).refine((value) => !/[<>]/u.test(value), 'no markup');

/** What an entry is counted as on the card of the model. */
export const VocabularyKind = z.enum(['thing', 'place', 'style', 'other']);
export type VocabularyKind = z.infer<typeof VocabularyKind>;

/** Something the model can draw, with the words for it in both languages, the commonest first. */
export const VocabularyEntry = z
  .strictObject({
    en: words(MAX.wordsPerEntry),
    zh: words(MAX.wordsPerEntry),
    /** Counted from 0 in the sheet of tiles, row by row. */
    tile: z.number().int().min(0).max(MAX.entries).optional(),
    /** The model draws it, but seldom so that it can be recognized. */
    rough: z.boolean().optional(),
  })
  .refine(({ en, zh }) => en.length + zh.length > 0, 'an entry without words')
  .meta({ id: 'VocabularyEntry' });
export type VocabularyEntry = z.infer<typeof VocabularyEntry>;

const fields = {
  /** In the order of the palette. */
  groups: z
    .array(
      z.strictObject({
        kind: VocabularyKind,
        name: z.strictObject({ en: name, zh: name }),
        entries: z.array(VocabularyEntry).min(1).max(MAX.entries),
      }),
    )
    .min(1)
    .max(MAX.groups),
  /** Other words it was trained with, such as `photo of`. They name nothing that can be drawn. */
  also: z.strictObject({ en: words(MAX.otherWords), zh: words(MAX.otherWords) }).default({ en: [], zh: [] }),
  /** Words it does not know, each with the nearest entries, best first. Entries are counted from 0 over all groups. */
  near: z
    .array(
      z.strictObject({
        words: z.array(word).min(1).max(MAX.otherWords),
        entries: z.array(z.number().int().min(0)).min(1).max(8),
      }),
    )
    .max(MAX.otherWords)
    .default([]),
  /** How many different entries of a kind it draws reliably in one image. Of more, some are often missing. */
  atOnce: z.partialRecord(VocabularyKind, z.number().int().min(1).max(100)).optional(),
};
/** A square side in pixels, and how many tiles a row has. The sheet has as many rows as its tiles need. */
const tiles = { size: z.number().int().min(16).max(256), columns: z.number().int().min(1).max(64) };

/** `vocabulary.json` beside a model: what it knows. Its tiles are in `vocabulary.webp`. */
export const VocabularyFile = z
  .strictObject({ ...fields, tiles: z.strictObject(tiles).optional() })
  .superRefine(({ groups, near }, context) => {
    const count = groups.reduce((sum, { entries }) => sum + entries.length, 0);
    if (count > MAX.entries) {
      context.addIssue({ code: 'custom', path: ['groups'], message: `over ${MAX.entries} entries` });
    }
    const missing = near.findIndex(({ entries }) => entries.some((entry) => entry >= count));
    if (missing >= 0) context.addIssue({ code: 'custom', path: ['near', missing], message: 'no such entry' });
  });
export type VocabularyFile = z.infer<typeof VocabularyFile>;

export const VocabularyView = z
  .strictObject({ ...fields, tiles: z.strictObject({ ...tiles, url: z.string() }).optional() })
  .meta({ id: 'Vocabulary' });
export type VocabularyView = z.infer<typeof VocabularyView>;

/** How much a model knows. `revision` changes with its vocabulary. */
export const VocabularySummary = z
  .strictObject({
    things: z.number().int(),
    places: z.number().int(),
    styles: z.number().int(),
    revision: z.string(),
  })
  .meta({ id: 'VocabularySummary' });
export type VocabularySummary = z.infer<typeof VocabularySummary>;

export const VocabularyQuery = z.strictObject({ model: text(100, 1) });

/** Images in a model's folder: its title image, a sheet of examples, and the tiles of its vocabulary. */
export const ModelPicture = z.enum(['title', 'sheet', 'tiles']);
export type ModelPicture = z.infer<typeof ModelPicture>;
/** `v` names a version of the file, so that it can be cached. */
export const ModelPictureQuery = z.strictObject({
  model: text(100, 1),
  /** A LoRA has only a title image. */
  kind: z.enum(['model', 'lora']).default('model'),
  picture: ModelPicture,
  v: text(64).optional(),
});

/** @throws Error that names the first invalid field */
export function parseVocabulary(json: string): VocabularyFile {
  const result = VocabularyFile.safeParse(JSON.parse(json));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(`${issue?.path.join('.')}: ${issue?.message}`);
}

/** How much a vocabulary holds, as the card of its model says it. */
export function summarizeVocabulary({ groups }: VocabularyFile, revision: string): VocabularySummary {
  const count = (kind: VocabularyKind) =>
    groups.filter((group) => group.kind === kind).reduce((sum, { entries }) => sum + entries.length, 0);
  return { things: count('thing'), places: count('place'), styles: count('style'), revision };
}
