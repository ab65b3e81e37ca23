/** The type of a file by its first bytes, as far as avatars need it. */
export type ImageType = 'good' | 'heic' | 'svg' | 'moving' | 'other';

const ascii = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));

/** PNG, JPEG, and WebP are accepted; the other listed types have a specific error text. */
export function imageTypeOf(head: Uint8Array): ImageType {
  if (ascii(head, 1, 4) === 'PNG' && head[0] === 0x89) return 'good';
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'good';
  if (ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 12) === 'WEBP') return 'good';
  if (ascii(head, 4, 8) === 'ftyp') return /^(hei|hev|mif|msf)/.test(ascii(head, 8, 12)) ? 'heic' : 'other';
  if (ascii(head, 0, 3) === 'GIF') return 'moving';
  return /<(svg|\?xml|!DOCTYPE svg)/i.test(ascii(head, 0, head.length)) ? 'svg' : 'other';
}
