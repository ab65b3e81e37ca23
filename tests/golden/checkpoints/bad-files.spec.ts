import { openSync, closeSync, ftruncateSync, statSync, writeSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { REJECTION_REASONS } from '@visionary/contract';
import fc from 'fast-check';
import { readHeader } from '../../../libs/diffusion/checkpoint/checkpoint-files.js';
import { inspectFolder, inspectHeader, recognize } from '../../../libs/diffusion/inspection.js';
import { readModelFolder } from '../../../libs/diffusion/model-folder/read-model-folder.js';
import { maliciousFolder } from '../../support/malicious-files.js';
import { readFileBytes } from './vectors.js';

const NAME = 'sd15.safetensors';
/** A generous multiple of what the slowest takes. */
const MOST_MS = 5000;

interface Entry {
  dtype: unknown;
  shape: unknown;
  data_offsets: unknown;
}
type Header = Record<string, Entry>;

const whole = readFileBytes(NAME);
const headerBytes = Number(whole.readBigUInt64LE());
const text = whole.toString('utf8', 8, 8 + headerBytes);
const valueBytes = whole.length - 8 - headerBytes;
const { __metadata__: _, ...entries } = JSON.parse(text) as Header;
const names = Object.keys(entries);
/** Tensors that a network reads. */
const readNames = names.filter((name) => /^(model\.diffusion_model|first_stage|cond_stage).*(weight|bias)$/.test(name));

/** The start of a file with this header, and how long the file would be. */
function startOf(json: string, dataBytes = valueBytes) {
  const start = Buffer.alloc(8 + Buffer.byteLength(json));
  start.writeBigUInt64LE(BigInt(start.length - 8));
  start.write(json, 8);
  return { name: NAME, start, bytes: start.length + dataBytes };
}
const withHeader = (edit: (header: Header) => void) => {
  const header = structuredClone(entries);
  edit(header);
  return startOf(JSON.stringify(header));
};

/** Inspects what would be uploaded. @returns the rejection, which must have a text in both languages */
async function rejectionOf(file: Parameters<typeof inspectHeader>[0]) {
  const startedAt = performance.now();
  const found = await inspectHeader(file);
  expect(performance.now() - startedAt).toBeLessThan(MOST_MS);
  if (found.ok) throw new Error(`it was accepted as ${found.recognition.kind}`);
  expect(Object.keys(REJECTION_REASONS)).toContain(found.detail.reasonKey);
  return found;
}

const EDGES = [-1, -0.5, 0.5, 1e300, 2 ** 53, 2 ** 31, null, 'NaN', [], {}, true];
const edge = fc.constantFrom(...EDGES);

describe('[E88] a header that lies', () => {
  it('is rejected with a reason when the file is cut off anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), async (length) => {
        const start = whole.subarray(0, Math.min(length, 8 + headerBytes));
        await rejectionOf({ name: NAME, start, bytes: length });
      }),
      { numRuns: 30 },
    );
  });

  it('is rejected with the tensor when its offsets, shape, or type do not fit the file', async () => {
    const change = fc.record({
      name: fc.constantFrom(...names),
      key: fc.constantFrom('dtype', 'shape', 'data_offsets'),
      value: fc.oneof(edge, fc.array(edge, { minLength: 1, maxLength: 3 })),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ name, key, value }) => {
        const { detail } = await rejectionOf(withHeader((header) => Object.assign(header[name]!, { [key]: value })));
        expect(detail).toMatchObject({ reasonKey: 'invalidTensor', tensor: name });
      }),
      { numRuns: 60 },
    );
  });

  it('is rejected when tensors overlap, leave a gap, or lie outside', async () => {
    const shifted = (by: number) => (header: Header) => {
      const entry = header[readNames[5]!]!;
      const [start, end] = entry.data_offsets as [number, number];
      entry.data_offsets = [start + by, end + by];
    };
    for (const by of [2, -2, valueBytes, 2 ** 40]) {
      const { detail } = await rejectionOf(withHeader(shifted(by)));
      expect(['tensorOverlap', 'tensorGap']).toContain(detail.reasonKey);
    }
    expect((await rejectionOf(startOf(text, valueBytes + 1))).detail.reasonKey).toBe('sizeMismatch');
    // A name twice: the first entry's values are described by none.
    const twice = text.replace('{', `{"${readNames[9]}":{"dtype":"F16","shape":[1],"data_offsets":[${valueBytes},${valueBytes + 2}]},`);
    await rejectionOf(startOf(twice, valueBytes + 2));
  });

  it('is rejected when it is no header', async () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    const texts = ['[]', '7', 'null', '{"a":', `{"a":${deep}}`, text.replace('[', '[NaN,'), `${text}x`, '{"__metadata__":7}'];
    for (const json of texts) await rejectionOf(startOf(json, 0));
    for (const length of [0n, 1n, 2n ** 63n, 2n ** 64n - 1n, 100n * 2n ** 20n]) {
      const start = Buffer.alloc(64, 0x7b);
      start.writeBigUInt64LE(length);
      await rejectionOf({ name: NAME, start, bytes: 2 ** 33 });
    }
  });

  it('is rejected when it has 100,000 tensors', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 100_000 }, (_, i) => [`t${i}`, { dtype: 'F16', shape: [1], data_offsets: [2 * i, 2 * i + 2] }]),
    );
    expect((await rejectionOf(startOf(JSON.stringify(many), 200_000))).detail).toMatchObject({
      ...{ reasonKey: 'tooManyTensors', size: 100_000 },
    });
  });

  it('is rejected with the tensor when a network has a type or a shape that it cannot compute with', async () => {
    const bytesOf = (name: string) => {
      const [start, end] = entries[name]!.data_offsets as [number, number];
      return end - start;
    };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...readNames), fc.constantFrom('I8', 'U8', 'F8_E4M3', 'F8_E5M2'), async (name, dtype) => {
        const shape = (header: Header) => {
          const [first = 1, ...rest] = header[name]!.shape as number[];
          Object.assign(header[name]!, { dtype, shape: [first * 2, ...rest] });
        };
        expect(bytesOf(name)).toBeGreaterThan(0);
        const { code, detail } = await rejectionOf(withHeader(shape));
        expect([code, String(detail['tensor'] ?? detail['name'] ?? detail['reason'])]).toEqual([
          'MODEL_WEIGHTS_INVALID',
          expect.stringMatching(/\w/),
        ]);
      }),
      { numRuns: 10 },
    );
  });

  it('tells nothing but its kind when its tensors have names like paths', async () => {
    const wicked = ['../../x', '/etc/passwd', 'C:\\x', 'a\0b', '\u202ekcatta', '__proto__', 'constructor', '', '\ud800'];
    let at = 0;
    const header = wicked.map((name) => {
      const entry = { dtype: 'F16', shape: [2], data_offsets: [at, (at += 4)] };
      return `${JSON.stringify(name)}:${JSON.stringify(entry)}`;
    });
    const found = await inspectHeader(startOf(`{${header.join(',')}}`, at));
    expect(found).toMatchObject({ ok: true, recognition: { kind: 'unknown', tensors: wicked.length } });
    const { detail } = await rejectionOf(startOf('{"a\\u0000\\u202eb":7}', 0));
    expect(detail['tensor']).toBe('a��b');
  });

  it('is accepted when a mark has no values, and the same when nothing lies', async () => {
    expect(await inspectHeader(startOf(text))).toMatchObject({ ok: true, recognition: { kind: 'checkpoint' } });
    const marked = withHeader((header) => {
      header['v_pred'] = { dtype: 'F32', shape: [0], data_offsets: [valueBytes, valueBytes] };
    });
    expect(await inspectHeader(marked)).toMatchObject({ ok: true, recognition: { prediction: 'v_prediction' } });
  });
});

describe('[E88] a file whose values are no numbers', () => {
  it.each(['NaN', 'infinity'])('is rejected with the tensor for %s', async (value) => {
    const dir = maliciousFolder();
    const tensor = readNames[100]!;
    const copy = Buffer.from(whole);
    const [start] = entries[tensor]!.data_offsets as [number, number];
    copy.writeUInt16LE(value === 'NaN' ? 0x7e01 : 0x7c00, 8 + headerBytes + start);
    writeFileSync(join(dir, NAME), copy);
    expect(await inspectFolder(dir, [NAME])).toMatchObject({ ok: false, code: 'MODEL_WEIGHTS_NAN_OR_INF', detail: { tensor } });
  });
});

describe('[E89] a file of 16 GiB', () => {
  it('is recognized without reading its values', async () => {
    const dir = maliciousFolder();
    const path = join(dir, 'large.safetensors');
    const json = JSON.stringify({
      'decoder.unknown': { dtype: 'F16', shape: [2 ** 33 - 64], data_offsets: [0, 2 ** 34 - 128] },
    });
    const { start, bytes } = startOf(json, 2 ** 34 - 128);
    const file = openSync(path, 'w');
    writeSync(file, start);
    ftruncateSync(file, bytes);
    closeSync(file);
    expect(statSync(path).size).toBe(bytes);
    const before = process.memoryUsage().arrayBuffers;
    const startedAt = performance.now();
    expect(recognize(readHeader(dir, 'large.safetensors'))).toMatchObject({ kind: 'unknown', parameters: 2 ** 33 - 64 });
    await expect(readModelFolder(path)).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    expect(performance.now() - startedAt).toBeLessThan(MOST_MS);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
  });
});
