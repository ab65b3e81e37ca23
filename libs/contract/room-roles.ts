import { z } from 'zod';
import { LIMITS } from './limits.js';
import { Language, limitNameMarks, singleLineText, text, limitCombiningMarks, nonBlankText } from './primitives.js';

export const Visibility = z.enum(['public', 'private']);
export type Visibility = z.infer<typeof Visibility>;
/** A viewer reads and reacts, an editor writes and renders, an owner manages. Visitors can read public rooms. */
export const Role = z.enum(['viewer', 'editor', 'owner']);
export type Role = z.infer<typeof Role>;
/** The role of users who join a public room. */
export const DefaultRole = z.enum(['viewer', 'editor']);
export type DefaultRole = z.infer<typeof DefaultRole>;

export const RoomName = limitNameMarks(singleLineText(nonBlankText(LIMITS.roomNameLength)));
export const RoomTopic = limitCombiningMarks(text(LIMITS.roomTopicLength));

/** Settings that an owner edits. */
export const RoomSettings = z.strictObject({
  name: RoomName,
  topic: RoomTopic,
  visibility: Visibility,
  language: Language,
  defaultRole: DefaultRole,
  /** Only the instance's own renderers render its takes, no lent ones. */
  ownRenderersOnly: z.boolean(),
});
export type RoomSettings = z.infer<typeof RoomSettings>;
