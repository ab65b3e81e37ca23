import { MENTION } from '@visionary/kernel';

/** The letters of UUIDs can look like words. */
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/giu;

const blank = (part: string): string => '\n'.repeat(part.length);

/** Blanks mentions and ids. Keeps the length, so offsets stay valid. */
export const stripIds = (text: string): string => text.replace(MENTION, blank).replace(UUID, blank);

/** Decoration around names, such as `xX_name_Xx` and `99name99`. */
const DECORATION = /(?<![\p{L}\p{N}_])[\p{N}_xхχ✕✖×]+|[\p{N}_xхχ✕✖×]+(?![\p{L}\p{N}_])/giu;

/** Blanks the decoration of a name. Keeps the length, so offsets stay valid. */
export const stripDecoration = (name: string): string => name.replace(DECORATION, (part) => ' '.repeat(part.length));

const NEGATIVE_WEIGHT = /:\s*-/u;

/**
 * A negative prompt may contain any term, since it names what to keep out. With a negative weight such as `(red:-1)` it asks for
 * what it names, so its terms are checked like those of a prompt.
 */
export const hasNegativeWeight = (negative: string): boolean => NEGATIVE_WEIGHT.test(negative);
