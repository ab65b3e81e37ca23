import { createHash } from 'node:crypto';

/**
 * A stable id, so that seeding again finds what exists: a UUID of version 8 (RFC 9562) from a hash of the name.
 */
export const seedId = (name: string): string => {
  const hex = createHash('sha256').update(`visionary sample ${name}`).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
};
