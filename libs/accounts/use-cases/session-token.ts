import { createHash, randomBytes } from 'node:crypto';

const TOKEN_BYTES = 32;

/** @returns 256 random bits as 43 base64url characters, fit for a cookie */
export const mintToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

/** The stored form of a token, SHA-256 in hex. A fast hash is enough: tokens are random, so they cannot be guessed. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
