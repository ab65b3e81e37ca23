import { MENTION } from '@visionary/kernel';

/** Ids of users, images and rooms are no words, though their letters may look like some. */
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/giu;

const blank = (part: string): string => '\n'.repeat(part.length);

/** A text of the same length without what nobody reads as words. */
export const stripIds = (text: string): string => text.replace(MENTION, blank).replace(UUID, blank);

/** xX_name_Xx, 99name99: what users put about a word that they call themselves by. */
const DECORATION = /(?<![\p{L}\p{N}_])[\p{N}_xхχ✕✖×]+|[\p{N}_xхχ✕✖×]+(?![\p{L}\p{N}_])/giu;

/** A name of the same length without what stands about its words. */
export const stripDecoration = (name: string): string => name.replace(DECORATION, (part) => ' '.repeat(part.length));
