import { z } from 'zod';
import { AvailabilityView, MeView } from './accounts.js';
import { ReadState } from './chat.js';
import { LIMITS } from './limits.js';
import { NOTIFICATION_CATEGORIES } from './notifications.js';
import { Id } from './primitives.js';

/** What every page of somebody shows, wherever they are in it; told anew after each connection. */
export const MyState = z
  .strictObject({
    me: MeView,
    /** Of every room they belong to. */
    readStates: z.array(ReadState),
    unreadNotifications: z.number().int(),
    blockedIds: z.array(Id),
    followedIds: z.array(Id),
    /** Which kinds of news reach me. */
    notificationPreferences: z.record(z.enum(NOTIFICATION_CATEGORIES), z.boolean()),
  })
  .meta({ id: 'MyState' });
export type MyState = z.infer<typeof MyState>;

export const SubscribeAvailability = z.strictObject({ userIds: z.array(Id).max(LIMITS.availabilitySubscriptions) });
export const UserAvailabilities = z.strictObject({ users: z.array(AvailabilityView) });
