import { z } from 'zod';
import { UserView } from './accounts.js';
import { ADDITION_KINDS } from './additions.js';
import { Timestamp } from './primitives.js';

/** What can be trusted: a model, and each file that takes add to it. */
export const TRUSTABLE_KINDS = ['model', 'lora', ...ADDITION_KINDS] as const;
export const TrustableKind = z.enum(TRUSTABLE_KINDS);
export type TrustableKind = z.infer<typeof TrustableKind>;

/** It cannot draw what is forbidden, so its takes are shown in the open from their first step. */
export const TrustedModelView = z
  .strictObject({
    kind: TrustableKind,
    /** As settings name it. */
    id: z.string(),
    /** The moderator who vouches for it. Absent for what ships with the server, and if the account was deleted. */
    by: UserView.optional(),
    at: Timestamp.optional(),
    /** It ships with the server, so nobody has to vouch for it. */
    isShipped: z.boolean(),
  })
  .meta({ id: 'TrustedModel' });
export type TrustedModelView = z.infer<typeof TrustedModelView>;

export const TrustedModelList = z.strictObject({ trusted: z.array(TrustedModelView) }).meta({ id: 'TrustedModelList' });
export type TrustedModelList = z.infer<typeof TrustedModelList>;

/** For moderators. */
export const TRUSTED_MODEL_ROUTES = {
  trustedModels: { method: 'GET', path: '/api/safety/trusted-models', reply: TrustedModelList, status: 200 },
  trustModel: { method: 'PUT', path: '/api/safety/trusted-models/:kind/:model', status: 204 },
  untrustModel: { method: 'DELETE', path: '/api/safety/trusted-models/:kind/:model', status: 204 },
} as const;
