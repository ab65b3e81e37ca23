import { createHash } from 'node:crypto';
import { keyOf } from '../../domain/blocked-terms/blocked-term.js';

/** Derives the id of a term from its key: a UUID of version 8 (RFC 9562). */
export function termId(text: string): string {
  const hex = createHash('sha256').update(keyOf(text)).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
