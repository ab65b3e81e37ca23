import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LoraError } from '../errors.js';
import { onCleanup } from '../../../tests/support/cleanup.js';
import { safetensors } from '../../../tests/support/safetensors-writer.js';
import { readLoraFile } from './lora-file.js';

const dir = mkdtempSync(join(tmpdir(), 'visionary-safetensors-'));
onCleanup(() => rmSync(dir, { recursive: true }));
const path = join(dir, 'made.safetensors');
const read = (bytes: Uint8Array) => (writeFileSync(path, bytes), readLoraFile(path));
const rejection = (bytes: Uint8Array): string => {
  try {
    read(bytes);
  } catch (error) {
    if (error instanceof LoraError) return error.message;
    throw error;
  }
  return 'taken';
};

const TWO = {
  'unet.a.lora_A.weight': { shape: [2, 3], values: [1, 2, 3, 4, 5, 6] },
  'unet.a.lora_B.weight': { shape: [4, 2], values: [1, 2, 3, 4, 5, 6, 7, 8] },
};
type Edit = NonNullable<Parameters<typeof safetensors>[2]>;
const edited = (edit: Edit) => rejection(safetensors(TWO, undefined, edit));
const withLength = (length: bigint, rest: Uint8Array = Buffer.from('{}')) => {
  const head = Buffer.alloc(8);
  head.writeBigUInt64LE(length);
  return Buffer.concat([head, rest]);
};

describe('[E15] readLoraFile', () => {
  it('reads a valid file', () => {
    const { modules } = read(safetensors(TWO, { format: 'pt' }));
    const tensors = { down: { shape: [2, 3] }, up: { shape: [4, 2] } };
    expect(modules).toMatchObject([{ name: 'unet.a', tensors, others: [] }]);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a few bytes', Buffer.from('PK\u0003\u0004')],
    ['a header of 2^63 bytes', withLength(2n ** 63n)],
    ['a header longer than the file', withLength(100n)],
    ['a header that is no JSON', withLength(4n, Buffer.from('\u0080\u0002}q'))],
    ['a header that is a list', withLength(2n, Buffer.from('[]'))],
    ['a header of 20 MB', withLength(20_000_000n, Buffer.alloc(20_000_000, ' '))],
    ['a header nested 100,000 deep', withLength(200_000n, Buffer.from('['.repeat(100_000) + ']'.repeat(100_000)))],
    ['a cut end', safetensors(TWO).subarray(0, -5)],
    ['something behind its end', Buffer.concat([safetensors(TWO), Buffer.alloc(3)])],
  ])('rejects a file with %s', (_, bytes) => expect(rejection(bytes)).toMatch(/^made\.safetensors: .{10,}/));

  it.each<[string, Edit]>([
    ['overlaps', (header) => (header['unet.a.lora_B.weight']!.data_offsets = [8, 40])],
    ['gap', (header) => (header['unet.a.lora_B.weight']!.data_offsets = [28, 60])],
    ['fit together', (header) => (header['unet.a.lora_A.weight']!.data_offsets = [24, 0])],
    ['fit together', (header) => (header['unet.a.lora_A.weight']!.data_offsets = [-24, 0])],
    ['fit together', (header) => (header['unet.a.lora_A.weight']!.data_offsets = [0.5, 24.5])],
    ['fit together', (header) => (header['unet.a.lora_A.weight']!.shape = [3, 3])],
    ['fit together', (header) => (header['unet.a.lora_A.weight']!.shape = [2 ** 32, 2 ** 32, 0.5])],
    ['fit together', (header) => (header['unet.a.lora_A.weight']!.dtype = 'F33')],
    ['fit together', (header) => (header['unet.a.lora_A.weight']!.dtype = 'constructor')],
    ['fit together', (header) => Object.assign(header, { x: null })],
    ['isn’t a JSON object', (header) => Object.assign(header, { __metadata__: { a: 1 } })],
  ])('rejects an inconsistent header (%s)', (message, edit) => expect(edited(edit)).toContain(message));

  it('does not expose the path in errors', () => {
    expect(() => readLoraFile(join(dir, 'nowhere.safetensors'))).toThrow(
      /^nowhere\.safetensors: there is no such file$/,
    );
    expect(() => readLoraFile(dir)).toThrow(LoraError);
  });

  it('reads or rejects any bytes without another error', () => {
    const whole = safetensors(TWO, { ss_network_dim: '2' });
    const spoilt = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 });
    fc.assert(
      fc.property(spoilt, (changes) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        expect(typeof rejection(bytes)).toBe('string');
      }),
      { numRuns: 300 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void rejection(bytes)));
  });
});

describe('[E13] the alpha of a LoRA', () => {
  const alphaOf = (metadata: Record<string, string>) => read(safetensors(TWO, metadata)).modules[0]!.alpha;

  it('comes from the metadata of diffusers', () => {
    const notes = { 'unet.lora_alpha': 8, 'unet.alpha_pattern': {} };
    expect(alphaOf({ lora_adapter_metadata: JSON.stringify(notes) })).toBe(8);
    const pattern = JSON.stringify({ ...notes, 'unet.alpha_pattern': { a: 3 } });
    expect(alphaOf({ lora_adapter_metadata: pattern })).toBe(3);
  });

  it('is undefined, and defaults to the rank, when the metadata is unreadable', () => {
    expect(alphaOf({ lora_adapter_metadata: '{' })).toBeUndefined();
    expect(alphaOf({ lora_adapter_metadata: 'null' })).toBeUndefined();
  });
});
