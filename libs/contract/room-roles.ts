import { z } from 'zod';
import { LIMITS } from './limits.js';
import { Language, singleLineText, text, limitCombiningMarks, nonBlankText } from './primitives.js';

export const Visibility = z.enum(['public', 'private']);
export type Visibility = z.infer<typeof Visibility>;
/**
 * A viewer reads and reacts, an editor writes and renders, an owner manages. Visitors without an account read public rooms.
 */
export const Role = z.enum(['viewer', 'editor', 'owner']);
export type Role = z.infer<typeof Role>;
/** What whoever comes into a public room may do there. */
export const DefaultRole = z.enum(['viewer', 'editor']);
export type DefaultRole = z.infer<typeof DefaultRole>;

export const RoomName = singleLineText(nonBlankText(LIMITS.roomNameLength));
export const RoomTopic = limitCombiningMarks(text(LIMITS.roomTopicLength));

/** What an owner decides about a room. */
export const RoomSettings = z.strictObject({
  name: RoomName,
  topic: RoomTopic,
  visibility: Visibility,
  language: Language,
  defaultRole: DefaultRole,
});
export type RoomSettings = z.infer<typeof RoomSettings>;
