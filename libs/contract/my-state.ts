import { z } from 'zod';
import { AvailabilityView, MeView } from './accounts.js';
import { ReadState } from './chat.js';
import { LIMITS } from './limits.js';
import { NOTIFICATION_CATEGORIES } from './notifications.js';
import { Id } from './primitives.js';

/** State that every tab of a user shows. Sent again after each connection. */
export const MyState = z
  .strictObject({
    me: MeView,
    /** One for every room of the user. */
    readStates: z.array(ReadState),
    unreadNotifications: z.number().int(),
    blockedIds: z.array(Id),
    followedIds: z.array(Id),
    /** Which categories of notifications are on. */
    notificationPreferences: z.record(z.enum(NOTIFICATION_CATEGORIES), z.boolean()),
  })
  .meta({ id: 'MyState' });
export type MyState = z.infer<typeof MyState>;

export const SubscribeAvailability = z.strictObject({ userIds: z.array(Id).max(LIMITS.availabilitySubscriptions) });
export const UserAvailabilities = z.strictObject({ users: z.array(AvailabilityView) });
