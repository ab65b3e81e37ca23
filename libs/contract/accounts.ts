import { z } from 'zod';
import { LIMITS } from './limits.js';
import { At, Id, Language, text, Theme } from './primitives.js';

/** A person as others see them. */
export const PersonView = z.strictObject({ id: Id, name: z.string() }).meta({ id: 'Person' });
export type PersonView = z.infer<typeof PersonView>;

/** A person as they see themselves. */
export const MeView = PersonView.extend({ language: Language, theme: Theme, createdAt: At }).meta({ id: 'Me' });
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
  .strictObject({ language: Language.optional(), theme: Theme.optional() })
  .meta({ id: 'ChangeMe' });
export type ChangeMe = z.infer<typeof ChangeMe>;

/** `me` is null for a visitor. */
export const WhoAmI = z.strictObject({ me: MeView.nullable() }).meta({ id: 'WhoAmI' });
export type WhoAmI = z.infer<typeof WhoAmI>;
