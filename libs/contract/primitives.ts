import { z } from 'zod';

export const Id = z.uuid();
/** Made by the client for each command that creates something; the same one again gets the first result. */
export const ClientId = z.uuid();
export const Seq = z.number().int().nonnegative();
/** Milliseconds since 1970, UTC. */
export const Timestamp = z.number().int().nonnegative();
/** Bytes as socket.io-msgpack carries them: Buffer on the server, Uint8Array in the browser. */
export const Bytes = z
  .custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes')
  .meta({
    description: 'binary',
  });

/**
 * Text of users: NUL is refused since databases disagree about it, half a surrogate pair since UTF-8 cannot hold it;
 * everything else is kept to the letter.
 */
export const text = (max: number, min = 0) =>
  z
    .string()
    .min(min)
    .max(max)
    .refine((value) => !value.includes('\u0000'), 'NUL is not text')
    .refine((value) => value.isWellFormed(), 'half a character is not text');

/** What leaves no ink: white space, controls, what Unicode lets a font leave out, and the Braille cell without dots. */
const INKLESS = /^[\s\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]*$/u;

/** Text that must show something. */
export const nonBlankText = (max: number) => text(max, 1).refine((value) => !INKLESS.test(value), 'empty');

/** Text that shows something, or is empty: elsewhere something else stands in its place then. */
export const emptyOrVisibleText = <T extends z.ZodType<string>>(text: T) =>
  text.refine((value) => value === '' || !INKLESS.test(value), 'nothing to be seen');

/**
 * No more marks on one character than Unicode's stream-safe text format lets there be (UAX #15): every script can be written,
 * and nothing towers over the lines around it.
 */
const MARKS_AT_MOST = 30;
const TOO_MANY_MARKS = new RegExp(`\\p{M}{${MARKS_AT_MOST + 1}}`, 'u');
export const limitCombiningMarks = <T extends z.ZodType<string>>(text: T) =>
  text.refine((value) => !TOO_MANY_MARKS.test(value), `more than ${MARKS_AT_MOST} marks on a character`);

/** What turns the order of letters around, also of those that follow, and what breaks the line. */
const UNRULY = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
/** For what stands among other words, on one line. */
export const singleLineText = <T extends z.ZodType<string>>(text: T) =>
  limitCombiningMarks(text).refine((value) => !UNRULY.test(value), 'one line, in one direction');

export const Language = z.enum(['zh', 'en']);
export type Language = z.infer<typeof Language>;
export const Theme = z.enum(['light', 'dark', 'system']);
export type Theme = z.infer<typeof Theme>;
