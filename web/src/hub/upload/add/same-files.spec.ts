import { describe, expect, it } from '@jest/globals';
import type { AddedFile } from './added-file.js';
import { haveSameContent, rowWithContentOf } from './same-files.js';

const BYTES = 9 << 20;
/** Zeros, but for one byte. */
function fileOf(at = 0, value = 0, length = BYTES): File {
  const bytes = new Uint8Array(length);
  bytes[at] = value;
  return new File([bytes], 'one.safetensors');
}
const row = (id: string, file: File | undefined, state: AddedFile['state'] = 'recognized'): AddedFile => ({
  ...{ id, name: `${id}.safetensors`, bytes: file?.size ?? 0, file, state },
});

describe('[B242] files with the same content', () => {
  it('are compared to their last byte', async () => {
    expect(await haveSameContent(fileOf(), fileOf())).toBe(true);
    expect(await haveSameContent(fileOf(), fileOf(BYTES - 1, 1))).toBe(false);
    expect(await haveSameContent(fileOf(), fileOf(0, 0, BYTES + 1))).toBe(false);
  });

  it('are found among the rows above that are used', async () => {
    const [first, copy] = [row('first', fileOf()), row('copy', fileOf())];
    expect(await rowWithContentOf(copy, [row('other', fileOf(7, 1)), first, copy])).toBe(first);
    expect(await rowWithContentOf(first, [first, copy])).toBeUndefined();
    expect(
      await rowWithContentOf(copy, [row('refused', fileOf(), 'refused'), row('restored', undefined), copy]),
    ).toBeUndefined();
  });
});
