import { z } from 'zod';
import { InstanceView } from './instance.js';
import { LIMITS } from './limits.js';
import { Timestamp, Id, Language, limitNameMarks, singleLineText, text, Theme } from './primitives.js';

/**
 * A user as others see them. `name` is the display name, empty after the account is deleted. `image` is the avatar's
 * URL, absent when the user has none.
 */
export const UserView = z.strictObject({ id: Id, name: z.string(), image: z.string().optional() }).meta({ id: 'User' });
export type UserView = z.infer<typeof UserView>;

/** How a client shows sensitive and adult images: blurred until clicked, shown, or left out of lists. */
export const SENSITIVE_CONTENT_MODES = ['blur', 'show', 'hide'] as const;
export const SensitiveContentMode = z.enum(SENSITIVE_CONTENT_MODES);
export type SensitiveContentMode = z.infer<typeof SensitiveContentMode>;

export const AccountRole = z.enum(['member', 'moderator', 'admin']);
export type AccountRole = z.infer<typeof AccountRole>;

export const MeView = UserView.extend({
  /** Used to sign in. `name` is what others see. */
  username: z.string(),
  language: Language,
  theme: Theme,
  sensitiveContentMode: SensitiveContentMode,
  createdAt: Timestamp,
  role: AccountRole,
  /** Short text on their profile. */
  bio: z.string(),
  /** Set until the hints of the first visit are closed. */
  needsHints: z.literal(true).optional(),
}).meta({ id: 'Me' });
export type MeView = z.infer<typeof MeView>;

/** Displayed as typed. Uniqueness is checked on a folded form, so that look-alikes count as the same name. */
export const AccountName = limitNameMarks(text(LIMITS.name.max, LIMITS.name.min)).refine(
  (value) => value.trim() === value && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(value) && /[\p{L}\p{N}]/u.test(value),
  'letters or digits, without space at the ends',
);

export const SignUp = z
  .strictObject({
    name: AccountName,
    password: text(LIMITS.passwordLength.max, LIMITS.passwordLength.min),
    language: Language.optional(),
    theme: Theme.optional(),
  })
  .meta({ id: 'SignUp' });
export type SignUp = z.infer<typeof SignUp>;

export const SignIn = z
  .strictObject({ name: text(LIMITS.name.max, 1), password: text(LIMITS.passwordLength.max, 1) })
  .meta({ id: 'SignIn' });
export type SignIn = z.infer<typeof SignIn>;

export const UpdateProfile = z
  .strictObject({
    name: AccountName.optional(),
    language: Language.optional(),
    theme: Theme.optional(),
    sensitiveContentMode: SensitiveContentMode.optional(),
    bio: singleLineText(text(LIMITS.bioLength)).optional(),
    /** Closes the hints of the first visit for good. */
    hasSeenHints: z.literal(true).optional(),
  })
  .meta({ id: 'UpdateProfile' });
export type UpdateProfile = z.infer<typeof UpdateProfile>;

/** `me` is null for a visitor. */
export const CurrentSession = z
  .strictObject({
    me: MeView.nullable(),
    /**
     * Set while the user is banned. Null means permanent. A banned user can only read the reason, appeal, export, and
     * delete.
     */
    bannedUntil: Timestamp.nullable().optional(),
    /** Set while the user is muted. Null means permanent. A muted user can only read. */
    mutedUntil: Timestamp.nullable().optional(),
    /** Whether users may lend renderers to this instance. */
    canLend: z.boolean(),
    /** Set if the instance has a name or a description of its own. */
    instance: InstanceView.optional(),
  })
  .meta({ id: 'CurrentSession' });
export type CurrentSession = z.infer<typeof CurrentSession>;

const Password = text(LIMITS.passwordLength.max, LIMITS.passwordLength.min);

/** Ends every other session. */
export const ChangePassword = z
  .strictObject({ current: text(LIMITS.passwordLength.max, 1), next: Password })
  .meta({ id: 'ChangePassword' });
export type ChangePassword = z.infer<typeof ChangePassword>;

/** Deletes the account for good and frees its name. Messages stay without a name. */
export const DeleteAccount = z
  .strictObject({ password: text(LIMITS.passwordLength.max, 1) })
  .meta({ id: 'DeleteAccount' });
export type DeleteAccount = z.infer<typeof DeleteAccount>;

/** A signed-in browser. `browser` and `system` come from its User-Agent, null if unknown. */
export const SessionView = z
  .strictObject({
    id: Id,
    browser: z.string().nullable(),
    system: z.string().nullable(),
    device: z.enum(['computer', 'phone', 'tablet']),
    /** The IP address that the server saw. */
    address: z.string(),
    createdAt: Timestamp,
    lastSeenAt: Timestamp,
    /** The session that sent the request. */
    isCurrent: z.boolean(),
  })
  .meta({ id: 'Session' });
export type SessionView = z.infer<typeof SessionView>;
/** Most recently seen first. */
export const SessionList = z.strictObject({ sessions: z.array(SessionView) }).meta({ id: 'SessionList' });
export type SessionList = z.infer<typeof SessionList>;
/** `others` keeps the session that sent the request. */
export const EndSessions = z.strictObject({ which: z.enum(['others', 'all']).default('others') });

/** The square to cut from an image, in pixels after EXIF rotation. Defaults to the center. */
export const AvatarCrop = z.strictObject({
  x: z.coerce.number().int().min(0).max(20_000).optional(),
  y: z.coerce.number().int().min(0).max(20_000).optional(),
  side: z.coerce.number().int().min(1).max(20_000).optional(),
});
export type AvatarCrop = z.infer<typeof AvatarCrop>;

export const UserSearchQuery = z.strictObject({
  search: text(LIMITS.name.max, 1),
  /** Lists members of this room first and omits users who may not see it. */
  roomId: Id.optional(),
});
/** `exactId`: the one whose shown or sign-in name is the search text. */
export const UserList = z.strictObject({ users: z.array(UserView), exactId: Id.optional() }).meta({ id: 'UserList' });
export type UserList = z.infer<typeof UserList>;
/** Users the requester has blocked. */
export const BlockedUsers = z.strictObject({ users: z.array(UserView) }).meta({ id: 'BlockedUsers' });
export type BlockedUsers = z.infer<typeof BlockedUsers>;

/** `away`: signed in, but idle in every tab. */
export const Availability = z.enum(['online', 'away', 'offline']);
export type Availability = z.infer<typeof Availability>;
export const AvailabilityView = z.strictObject({ userId: Id, availability: Availability }).meta({ id: 'Availability' });
export type AvailabilityView = z.infer<typeof AvailabilityView>;

/** Makes the user the first admin. The server prints the token at its first start. */
export const ClaimInstance = z.strictObject({ token: text(100, 1) }).meta({ id: 'ClaimInstance' });
export const SetAccountRole = z.strictObject({ role: AccountRole }).meta({ id: 'SetAccountRole' });
export type SetAccountRole = z.infer<typeof SetAccountRole>;
export const AccountSummary = UserView.extend({
  username: z.string(),
  role: AccountRole,
  createdAt: Timestamp,
  /** Set when one of the names is reserved. It is older than the rule, or its user was an admin. */
  hasReservedName: z.literal(true).optional(),
}).meta({
  id: 'AccountSummary',
});
export const AccountsQuery = z.strictObject({
  search: text(LIMITS.name.max).optional(),
  /** Only users with a reserved name who aren't admins. */
  names: z.literal('reserved').optional(),
});
export type AccountsQuery = z.infer<typeof AccountsQuery>;
export const AccountList = z.strictObject({ accounts: z.array(AccountSummary) }).meta({ id: 'AccountList' });
export type AccountList = z.infer<typeof AccountList>;
