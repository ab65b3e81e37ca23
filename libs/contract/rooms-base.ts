import { z } from 'zod';
import { LIMITS } from './limits.js';
import { Language, onOneLine, text, withoutTowers, words } from './primitives.js';

export const Visibility = z.enum(['public', 'private']);
export type Visibility = z.infer<typeof Visibility>;
/**
 * A viewer reads and reacts, an editor writes and renders, an owner manages. Visitors without an account read public rooms.
 */
export const Role = z.enum(['viewer', 'editor', 'owner']);
export type Role = z.infer<typeof Role>;
/** What whoever comes into a public room may do there. */
export const NewcomerRole = z.enum(['viewer', 'editor']);
export type NewcomerRole = z.infer<typeof NewcomerRole>;

export const RoomName = onOneLine(words(LIMITS.roomNameLength));
export const RoomTopic = withoutTowers(text(LIMITS.roomTopicLength));

/** What an owner decides about a room. */
export const RoomAspects = z.strictObject({
  name: RoomName,
  topic: RoomTopic,
  visibility: Visibility,
  language: Language,
  newcomers: NewcomerRole,
});
export type RoomAspects = z.infer<typeof RoomAspects>;
