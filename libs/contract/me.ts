import { z } from 'zod';
import { AvailabilityView, MeView } from './accounts.js';
import { ReadMark } from './chat.js';
import { LIMITS } from './limits.js';
import { NOTICE_CHOICES } from './notifications.js';
import { Id } from './primitives.js';

/** What every page of somebody shows, wherever they are in it; told anew after each connection. */
export const MyState = z
  .strictObject({
    me: MeView,
    /** Of every room they belong to. */
    marks: z.array(ReadMark),
    unreadNotifications: z.number().int(),
    blockedIds: z.array(Id),
    followedIds: z.array(Id),
    /** Which kinds of news reach me. */
    choices: z.record(z.enum(NOTICE_CHOICES), z.boolean()),
  })
  .meta({ id: 'MyState' });
export type MyState = z.infer<typeof MyState>;

export const WatchPeople = z.strictObject({ personIds: z.array(Id).max(LIMITS.peopleWatched) });
export const PeopleNow = z.strictObject({ people: z.array(AvailabilityView) });
