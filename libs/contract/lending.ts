import { z } from 'zod';
import { UserView } from './accounts.js';
import { DeviceView } from './devices.js';
import { LIMITS } from './limits.js';
import {
  Id,
  limitCombiningMarks,
  limitNameMarks,
  nonBlankText,
  singleLineText,
  text,
  Timestamp,
} from './primitives.js';

/** Whether users may lend renderers. `approval`: an admin accepts each one first. */
export const LENDING_MODES = ['off', 'approval', 'open'] as const;
export const LendingMode = z.enum(LENDING_MODES);
export type LendingMode = z.infer<typeof LendingMode>;

export const LentRendererState = z.enum(['pending', 'accepted', 'banned']);
export type LentRendererState = z.infer<typeof LentRendererState>;

/** Whose takes a lent renderer renders. `rooms`: those of listed rooms. `owner`: those of its owner, in any room. */
export const LendingAudience = z.enum(['everyone', 'rooms', 'owner']);
export type LendingAudience = z.infer<typeof LendingAudience>;

/** Time of day, 24 hours. */
const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 22:30');

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
};

/** Every day from `from` until `to`, in local time. Past midnight if `to` is earlier. */
export const QuietHours = z
  .strictObject({
    from: TimeOfDay,
    to: TimeOfDay,
    /** IANA name, such as `Europe/Berlin`. */
    timeZone: text(64, 1).refine(isTimeZone, 'an IANA time zone such as Europe/Berlin'),
  })
  .refine(({ from, to }) => from !== to, { message: 'two different times', path: ['to'] })
  .meta({ id: 'QuietHours' });
export type QuietHours = z.infer<typeof QuietHours>;

export const LentRendererName = limitNameMarks(singleLineText(nonBlankText(LIMITS.lentRendererNameLength)));

/** What the owner of a lent renderer decides. */
export const LendingRules = z
  .strictObject({
    name: LentRendererName,
    audience: LendingAudience,
    /** Rooms of the owner, for the audience `rooms`. */
    roomIds: z.array(Id).max(LIMITS.roomsPerLentRenderer),
    /** Ids of models. Null: all. */
    models: z.array(text(100, 1)).max(LIMITS.modelsPerLentRenderer).nullable(),
    /** What it may use for models. Null: chosen by the renderer. */
    memoryMiB: z.number().int().min(LIMITS.lentMemoryMiB.min).max(LIMITS.lentMemoryMiB.max).nullable(),
    /** When it renders nothing. */
    quietHours: QuietHours.nullable(),
  })
  .meta({ id: 'LendingRules' });
export type LendingRules = z.infer<typeof LendingRules>;

export const NewLentRenderer = LendingRules.pick({ name: true }).meta({ id: 'NewLentRenderer' });
export type NewLentRenderer = z.infer<typeof NewLentRenderer>;

export const UpdateLentRenderer = LendingRules.partial()
  .refine((changes) => Object.keys(changes).length > 0, 'nothing to change')
  .meta({ id: 'UpdateLentRenderer' });
export type UpdateLentRenderer = z.infer<typeof UpdateLentRenderer>;

/** `offline`: its program is not connected. `paused`: by its owner, in the program. `busyCard`: another program uses its card. */
export const LentRendererActivity = z.enum([
  ...['offline', 'starting', 'idle', 'rendering', 'unavailable', 'paused', 'busyCard'],
] as const);
export type LentRendererActivity = z.infer<typeof LentRendererActivity>;

/** A lent renderer, as its owner and admins see it. */
export const LentRendererView = z
  .strictObject({
    id: Id,
    owner: UserView,
    rules: LendingRules,
    state: LentRendererState,
    /** Why an admin banned it. */
    reason: z.string().optional(),
    /** An admin lets it finish its take, and it gets no other. */
    isDraining: z.boolean(),
    activity: LentRendererActivity,
    /** Title of the model that it renders with. */
    model: z.string().optional(),
    /** Its quiet hours have begun. It may still finish a take. */
    isQuiet: z.boolean(),
    createdAt: Timestamp,
    /** When its program was connected last. Absent: never. */
    lastSeenAt: Timestamp.optional(),
    /** As its program reported it last. */
    device: DeviceView.optional(),
    /** Rendered takes. */
    takes: z.number().int(),
    /** Time that it rendered them in, in ms. */
    renderMs: z.number(),
  })
  .meta({ id: 'LentRenderer' });
export type LentRendererView = z.infer<typeof LentRendererView>;

export const LentRendererList = z
  .strictObject({
    mode: LendingMode,
    /** Whether lent renderers get takes with models that are not published, besides the built-in one. */
    lendsLocalModels: z.boolean(),
    renderers: z.array(LentRendererView),
  })
  .meta({ id: 'LentRendererList' });
export type LentRendererList = z.infer<typeof LentRendererList>;

/** The only reply that contains the token, which is stored nowhere. */
export const LentRendererToken = z
  .strictObject({ renderer: LentRendererView, token: z.string() })
  .meta({ id: 'LentRendererToken' });
export type LentRendererToken = z.infer<typeof LentRendererToken>;

/** What an admin does with a lent renderer. `accept` also ends a ban. */
export const ManageLentRenderer = z
  .discriminatedUnion('action', [
    z.strictObject({ action: z.enum(['accept', 'drain', 'resume']) }),
    z.strictObject({
      action: z.literal('ban'),
      reason: limitCombiningMarks(nonBlankText(LIMITS.adminReasonLength)),
    }),
  ])
  .meta({ id: 'ManageLentRenderer' });
export type ManageLentRenderer = z.infer<typeof ManageLentRenderer>;

/** Who lent the renderer of a take. */
export const LentBy = z.strictObject({ id: Id, name: z.string(), ownerId: Id }).meta({ id: 'LentBy' });
export type LentBy = z.infer<typeof LentBy>;

/** The same for users: the name of the renderer, which the log of a room doesn't keep, and whose it is. */
export const LentByView = z.strictObject({ name: z.string().optional(), owner: UserView }).meta({ id: 'LentByView' });
export type LentByView = z.infer<typeof LentByView>;

export const LENDING_ROUTES = {
  lentRenderers: { method: 'GET', path: '/api/me/lent-renderers', reply: LentRendererList, status: 200 },
  createLentRenderer: {
    method: 'POST',
    path: '/api/me/lent-renderers',
    body: NewLentRenderer,
    reply: LentRendererToken,
    status: 201,
  },
  updateLentRenderer: {
    method: 'PATCH',
    path: '/api/me/lent-renderers/:rendererId',
    body: UpdateLentRenderer,
    reply: LentRendererView,
    status: 200,
  },
  /** The former token stops working. */
  renewLentRendererToken: {
    method: 'POST',
    path: '/api/me/lent-renderers/:rendererId/token',
    reply: LentRendererToken,
    status: 201,
  },
  deleteLentRenderer: {
    method: 'DELETE',
    path: '/api/me/lent-renderers/:rendererId',
    status: 204,
    allowedWhen: 'muted',
  },
  allLentRenderers: { method: 'GET', path: '/api/admin/lent-renderers', reply: LentRendererList, status: 200 },
  manageLentRenderer: {
    method: 'POST',
    path: '/api/admin/lent-renderers/:rendererId/decision',
    body: ManageLentRenderer,
    reply: LentRendererView,
    status: 200,
  },
} as const;
