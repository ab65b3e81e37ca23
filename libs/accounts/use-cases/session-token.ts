import { createHash, randomBytes } from 'node:crypto';

const TOKEN_BYTES = 32;

/** @returns 256 random bits as 43 characters a cookie can carry. */
export const mintToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

/** What is stored of a token: whoever reads the table cannot sign in with it. A fast hash is enough, there is nothing to guess. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
