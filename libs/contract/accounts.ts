import { z } from 'zod';
import { LIMITS } from './limits.js';
import { At, Id, Language, onOneLine, text, Theme } from './primitives.js';

/**
 * A person as others see them. `name` is the one they show; empty once their account is gone. `picture` is the address of
 * theirs, absent where the drawn default stands.
 */
export const PersonView = z
  .strictObject({ id: Id, name: z.string(), picture: z.string().optional() })
  .meta({ id: 'Person' });
export type PersonView = z.infer<typeof PersonView>;

/** What becomes of pictures that are not for everybody: covered until one wants to see it, shown, or left out of lists. */
export const SIGHTS = ['blur', 'show', 'hide'] as const;
export const Sight = z.enum(SIGHTS);
export type Sight = z.infer<typeof Sight>;

/** A person as they see themselves. */
export const AccountRole = z.enum(['member', 'moderator', 'admin']);
export type AccountRole = z.infer<typeof AccountRole>;

export const MeView = PersonView.extend({
  /** Signed in with; `name` is what others see. */
  signInName: z.string(),
  language: Language,
  theme: Theme,
  sight: Sight,
  createdAt: At,
  role: AccountRole,
  /** A few words about them, on their page. */
  about: z.string(),
}).meta({ id: 'Me' });
export type MeView = z.infer<typeof MeView>;

/** Shown as typed; compared by a folded form, so that look-alikes count as the same name. */
export const AccountName = text(LIMITS.name.max, LIMITS.name.min).refine(
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

export const ChangeMe = z
  .strictObject({
    name: AccountName.optional(),
    language: Language.optional(),
    theme: Theme.optional(),
    sight: Sight.optional(),
    about: onOneLine(text(LIMITS.aboutLength)).optional(),
  })
  .meta({ id: 'ChangeMe' });
export type ChangeMe = z.infer<typeof ChangeMe>;

/** `me` is null for a visitor. */
export const WhoAmI = z
  .strictObject({
    me: MeView.nullable(),
    /** Kept out of everything but why, and their appeal: until when, null for good. */
    bannedUntil: At.nullable().optional(),
    /** May only read. */
    mutedUntil: At.nullable().optional(),
  })
  .meta({ id: 'WhoAmI' });
export type WhoAmI = z.infer<typeof WhoAmI>;

const Password = text(LIMITS.passwordLength.max, LIMITS.passwordLength.min);

/** Ends every other session. */
export const ChangePassword = z
  .strictObject({ current: text(LIMITS.passwordLength.max, 1), next: Password })
  .meta({ id: 'ChangePassword' });
export type ChangePassword = z.infer<typeof ChangePassword>;

/** Deletes the account for good: the name is free again and gone from rooms, which keep what was said. */
export const DeleteMe = z.strictObject({ password: text(LIMITS.passwordLength.max, 1) }).meta({ id: 'DeleteMe' });
export type DeleteMe = z.infer<typeof DeleteMe>;

/** A browser that is signed in. What it runs on is read from its User-Agent; null where that says nothing. */
export const SessionView = z
  .strictObject({
    id: Id,
    browser: z.string().nullable(),
    system: z.string().nullable(),
    device: z.enum(['computer', 'phone', 'tablet']),
    /** As the server saw it. */
    address: z.string(),
    createdAt: At,
    lastSeenAt: At,
    /** The one that asks. */
    isThis: z.boolean(),
  })
  .meta({ id: 'Session' });
export type SessionView = z.infer<typeof SessionView>;
/** The most recently seen first. */
export const SessionList = z.strictObject({ sessions: z.array(SessionView) }).meta({ id: 'SessionList' });
export type SessionList = z.infer<typeof SessionList>;
/** `others` leaves the one that asks. */
export const EndSessions = z.strictObject({ which: z.enum(['others', 'all']).default('others') });

/** The square to cut from a picture, in its own upright pixels; without it the middle. */
export const PictureCrop = z.strictObject({
  x: z.coerce.number().int().min(0).max(20_000).optional(),
  y: z.coerce.number().int().min(0).max(20_000).optional(),
  side: z.coerce.number().int().min(1).max(20_000).optional(),
});
export type PictureCrop = z.infer<typeof PictureCrop>;

export const PeopleQuery = z.strictObject({
  search: text(LIMITS.name.max, 1),
  /** Whoever belongs to this room first, and nobody who must not see it. */
  roomId: Id.optional(),
});
export const PeopleFound = z.strictObject({ people: z.array(PersonView) }).meta({ id: 'PeopleFound' });
export type PeopleFound = z.infer<typeof PeopleFound>;
/** Those I do not want to hear from. */
export const BlockList = z.strictObject({ people: z.array(PersonView) }).meta({ id: 'BlockList' });
export type BlockList = z.infer<typeof BlockList>;

/** Away: signed in somewhere, and nowhere looked at for a while. */
export const Availability = z.enum(['online', 'away', 'offline']);
export type Availability = z.infer<typeof Availability>;
export const AvailabilityView = z
  .strictObject({ personId: Id, availability: Availability })
  .meta({ id: 'PersonAvailability' });
export type AvailabilityView = z.infer<typeof AvailabilityView>;

/** Makes the first admin, with the token that the server prints at its first start. */
export const ClaimInstance = z.strictObject({ token: text(100, 1) }).meta({ id: 'ClaimInstance' });
export const Appoint = z.strictObject({ role: AccountRole }).meta({ id: 'Appoint' });
export type Appoint = z.infer<typeof Appoint>;
export const AccountFacts = PersonView.extend({ signInName: z.string(), role: AccountRole, createdAt: At }).meta({
  id: 'AccountFacts',
});
export const AccountsQuery = z.strictObject({ search: text(LIMITS.name.max).optional() });
export const AccountsFound = z.strictObject({ accounts: z.array(AccountFacts) }).meta({ id: 'AccountsFound' });
export type AccountsFound = z.infer<typeof AccountsFound>;
