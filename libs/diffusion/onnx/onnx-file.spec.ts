import { linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ModelFolderError } from '../errors.js';
import { onCleanup } from '../../../tests/support/cleanup.js';
import { message, nested, text, whole } from '../../../tests/support/tiny-onnx.js';
import { externalEntry } from '../../../tests/support/tiny-onnx.js';
import { writeWeightGraph } from '../../../tests/support/weight-graphs.js';
import { graphFile } from './graph-source.js';
import { readOnnxFile } from './onnx-file.js';
import { externalizableWeights, withExternalWeights } from './rewrite.js';
import { readWeightBytes } from './weight-values.js';

const dir = mkdtempSync(join(tmpdir(), 'visionary-onnx-'));
onCleanup(() => rmSync(dir, { recursive: true }));
const path = join(dir, 'unet', 'model.onnx');
mkdirSync(join(dir, 'unet'));

const read = (bytes: Uint8Array) => (writeFileSync(path, bytes), readOnnxFile(graphFile(path)));
const rejection = (bytes: Uint8Array): Promise<string> =>
  read(bytes).then(
    () => 'taken',
    (error: unknown) => {
      if (error instanceof ModelFolderError && error.file === join('unet', 'model.onnx')) return error.reason;
      throw error;
    },
  );
const model = (...graph: Buffer[]) => message(whole(1, 8), nested(7, message(...graph)));
const weight = (...fields: Buffer[]) => model(nested(5, message(text(8, 'w'), whole(2, 1), ...fields)));
const external = (location: string, more: Readonly<Record<string, string>> = {}, dims = [1]) => {
  const entries = Object.entries({ location, ...more }).map(([key, value]) => externalEntry(key, value));
  return weight(...dims.map((side) => whole(1, side)), ...entries, whole(14, 1));
};

describe('an .onnx file', () => {
  const values = Float32Array.from({ length: 40_000 }, (_, i) => i);
  const layer = (more = {}) => {
    const layout = {
      op: 'MatMul',
      weight: 'onnx::MatMul_1',
      dims: [200, 200],
      values,
      node: '/a/b.0/MatMul',
      ...more,
    } as const;
    return writeWeightGraph(join(dir, 'made'), 'unet', [{ layout, input: [1, 200] }]);
  };

  it('readOnnxFile returns nodes and locations of weights', async () => {
    const onnx = await readOnnxFile(graphFile(layer()));
    expect(onnx.nodes).toMatchObject([{ op: 'MatMul', name: '/a/b.0/MatMul', inputs: ['x0', 'onnx::MatMul_1'] }]);
    const [found] = [...onnx.weights.values()];
    expect(found).toMatchObject({ name: 'onnx::MatMul_1', type: 1, dims: [200, 200] });
    expect(readWeightBytes(onnx, found!).equals(new Uint8Array(values.buffer))).toBe(true);
  });

  it('withExternalWeights declares weights as external data of the same file and keeps all other bytes', async () => {
    const onnx = await readOnnxFile(graphFile(layer()));
    const lean = withExternalWeights(
      onnx,
      externalizableWeights(onnx, () => 'model.onnx'),
    );
    expect(lean.length).toBeLessThan(1000);
    expect(withExternalWeights(onnx, new Map()).equals(readFileSync(onnx.source.path))).toBe(true);
    const again = join(dir, 'made', 'unet', 'lean.onnx');
    writeFileSync(again, lean);
    const [moved] = [...(await readOnnxFile(graphFile(again))).weights.values()];
    expect(moved?.dataLocation).toEqual({ ...[...onnx.weights.values()][0]!.dataLocation, location: 'model.onnx' });
  });

  it('readWeightBytes reads external data', async () => {
    const onnx = await readOnnxFile(graphFile(layer({ external: 'values.bin' })));
    const [found] = [...onnx.weights.values()];
    expect(readWeightBytes(onnx, found!).equals(new Uint8Array(values.buffer))).toBe(true);
  });
});

describe('[E15] readOnnxFile', () => {
  it.each([
    ['nothing', Buffer.alloc(0), /0 graphs/],
    ['text', Buffer.from('<!doctype html>'), /./],
    ['two graphs', Buffer.concat([model(), nested(7, Buffer.alloc(0))]), /2 graphs/],
    ['a graph that is longer than the file', Buffer.from([0x3a, 0xff, 0xff, 0x03, 0x0a]), /beyond/],
    ['a number without an end', Buffer.alloc(20, 0xff), /does not end/],
    ['a name of 5,000 bytes', weight(text(8, 'w'.repeat(5000))), /too long/],
    ['a weight of 17 sides', weight(...Array.from({ length: 17 }, () => whole(1, 1))), /more than 16/],
    ['a side below 0', model(nested(5, Buffer.from([0x08, ...Array<number>(9).fill(0xff), 0x01]))), /no length/],
    ['a weight twice', message(nested(7, message(nested(5, text(8, 'w')), nested(5, text(8, 'w'))))), /twice/],
    ['values that are too few', weight(whole(1, 3), nested(9, Buffer.alloc(8))), /12 bytes, not 8/],
  ])('rejects a file with %s', async (_, bytes, message) => expect(await rejection(bytes)).toMatch(message));

  it('rejects a file early when it has too many nodes', async () => {
    const bytes = model(Buffer.alloc(200_002, nested(1, Buffer.alloc(0))));
    expect(await rejection(bytes)).toContain('100000 nodes');
  });

  const inside = join(dir, 'unet');
  const secret = join(dir, 'secret');
  writeFileSync(secret, 'PASSWORD');
  writeFileSync(join(inside, 'four'), Buffer.alloc(4));
  symlinkSync(secret, join(inside, 'link'));
  symlinkSync(dir, join(inside, 'folder'));
  linkSync(secret, join(inside, 'hard'));
  it.each([
    ['../secret', /outside/],
    ['a/../../secret', /outside/],
    [secret, /outside/],
    ['C:\\secret', /outside/],
    ['', /outside/],
    ['four\0', /outside/],
    ['link', /no plain file/],
    ['folder/secret', /behind a link/],
    ['hard', /is a link/],
    ['.', /no plain file/],
    ['nowhere', /cannot be read/],
  ])('rejects external data at %j without exposing its content', async (location, message) => {
    const reason = await rejection(external(location));
    expect(reason).toMatch(message);
    expect(reason).not.toContain('PASSWORD');
  });

  it.each([
    [{ offset: '1' }, /3/],
    [{ offset: '5' }, /no number/],
    [{ offset: '-1' }, /no number/],
    [{ offset: '1e3' }, /no number/],
    [{ offset: '0', length: '5' }, /ends? at byte 5/],
    [{ offset: '9007199254740993' }, /no number/],
    [{ length: '2' }, /4 bytes, not 2/],
  ])('rejects external data with %j', async (where, message) =>
    expect(await rejection(external('four', where))).toMatch(message),
  );

  it('accepts valid external data', async () => expect(await rejection(external('four'))).toBe('taken'));

  it('reads or rejects any bytes without another error', async () => {
    const honest = external('four', { offset: '0', length: '4' });
    const spoilt = fc.array(fc.tuple(fc.nat(honest.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(spoilt, async (changes) => {
        const bytes = Buffer.from(honest);
        for (const [at, value] of changes) bytes[at] = value;
        expect(typeof (await rejection(bytes))).toBe('string');
      }),
      { numRuns: 300 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), async (bytes) => void (await rejection(bytes))),
    );
  });
});
