import { z } from 'zod';

export const Id = z.uuid();
/** Created by the client for each command that creates something. A repeated one returns the first result. */
export const ClientId = z.uuid();
export const Seq = z.number().int().nonnegative();
/** Milliseconds since 1970, UTC. */
export const Timestamp = z.number().int().nonnegative();
/** Bytes as socket.io-msgpack delivers them: Buffer on the server, Uint8Array in the browser. */
export const Bytes = z
  .custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes')
  .meta({
    description: 'binary',
  });

/**
 * User text, stored as typed. NUL is rejected because databases disagree about it, and lone surrogates because UTF-8
 * can't encode them.
 */
export const text = (max: number, min = 0) =>
  z
    .string()
    .min(min)
    .max(max)
    .refine((value) => !value.includes('\u0000'), 'contains NUL')
    .refine((value) => value.isWellFormed(), 'contains a lone surrogate');

/** Invisible characters: white space, controls, default-ignorable code points, and the blank Braille cell. */
const BLANK = /^[\s\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]*$/u;

/** Text with at least one visible character. */
export const nonBlankText = (max: number) => text(max, 1).refine((value) => !BLANK.test(value), 'empty');

/** Visible text, or empty where a default is shown instead. */
export const emptyOrVisibleText = <T extends z.ZodType<string>>(text: T) =>
  text.refine((value) => value === '' || !BLANK.test(value), 'no visible characters');

/**
 * The limit of Unicode's stream-safe text format (UAX #15): enough for every script, and marks can't pile up over other
 * lines.
 */
const MAX_MARKS = 30;
const TOO_MANY_MARKS = new RegExp(`\\p{M}{${MAX_MARKS + 1}}`, 'u');
export const limitCombiningMarks = <T extends z.ZodType<string>>(text: T) =>
  text.refine((value) => !TOO_MANY_MARKS.test(value), `more than ${MAX_MARKS} marks on a character`);

/** The limit of Unicode's security mechanisms for identifiers (UTS 39, 5.4): real names have fewer, towers have more. */
const MAX_MARKS_IN_NAMES = 4;
const MARK_TOWER = new RegExp(`[\\p{Mn}\\p{Me}]{${MAX_MARKS_IN_NAMES + 1}}`, 'u');
/** For names of users, rooms, and models: other people's screens show them beside everything. */
export const limitNameMarks = <T extends z.ZodType<string>>(name: T) =>
  name.refine(
    (value) => !MARK_TOWER.test(value.normalize('NFD')),
    `more than ${MAX_MARKS_IN_NAMES} marks on a character`,
  );

/** Characters that change the direction of following text or break the line. */
const LAYOUT_CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
/** For text shown inline: one line, one direction. */
export const singleLineText = <T extends z.ZodType<string>>(text: T) =>
  limitCombiningMarks(text).refine((value) => !LAYOUT_CONTROLS.test(value), 'one line, in one direction');

export const Language = z.enum(['zh', 'en']);
export type Language = z.infer<typeof Language>;
export const Theme = z.enum(['light', 'dark', 'system']);
export type Theme = z.infer<typeof Theme>;
