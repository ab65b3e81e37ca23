import { createHash, randomBytes } from 'node:crypto';

/** Tells secret scanners and people what it is. */
const PREFIX = 'vsl_';
const TOKEN_BYTES = 32;

/** @returns 256 random bits after a prefix */
export const mintLenderToken = (): string => `${PREFIX}${randomBytes(TOKEN_BYTES).toString('base64url')}`;

/** The stored form of a token, SHA-256 in hex. A fast hash is enough: tokens are random, so they cannot be guessed. */
export const hashLenderToken = (token: string): string => createHash('sha256').update(token).digest('hex');
