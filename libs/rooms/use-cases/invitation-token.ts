import { createHash, randomBytes } from 'node:crypto';

const TOKEN_BYTES = 24;

/** Unguessable, and fit for a path. */
export const newToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

/** Unsalted is enough: the token is random, there is no dictionary of it. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
