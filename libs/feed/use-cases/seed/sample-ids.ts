import { createHash } from 'node:crypto';

/**
 * The same id for the same thing on every instance and every time, so that doing it again finds what is there: a UUID of version
 * 8 (RFC 9562: its creator's own) from a hash of its name.
 */
export const sampleId = (name: string): string => {
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
