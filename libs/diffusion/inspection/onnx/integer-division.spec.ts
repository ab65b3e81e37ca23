import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { inspectionResult } from '../../../../tests/support/inspection.js';
import {
  attribute,
  ATTRIBUTE,
  constant,
  ELEMENT,
  message,
  nested,
  node,
  text,
  whole,
} from '../../../../tests/support/tiny-onnx.js';
import { graphOf, maliciousFolder, writeFileIn } from '../../../../tests/support/malicious-files.js';
import { inspectFile } from '../../inspection.js';

const MIN_INT64 = -(2n ** 63n);
const onnx = (nodes: readonly Buffer[], ...constants: readonly Buffer[]) =>
  inspectionResult('unet/model.onnx', graphOf(nodes, constants));
const ints = (name: string, ...values: readonly bigint[]) =>
  constant(name, [values.length], BigInt64Array.from(values));
const floats = (name: string, ...values: readonly number[]) =>
  constant(name, [values.length], Float32Array.from(values));
const cast = (from: string, to: string, type: keyof typeof ELEMENT | number) =>
  node('Cast', [from], [to], attribute('to', typeof type === 'number' ? type : ELEMENT[type]));
/** y is a float again, as the graph declares. */
const answer = (from: string) => cast(from, 'y', 'float32');
const INT8 = 3;
const REFUSED = 'MODEL_OPERATOR_NOT_ALLOWED';

describe('division of integers', () => {
  it.each(['Div', 'Mod'])('[M146] inspection rejects %s of an integer by -1 and by 0', async (op) => {
    const graph = (divisor: bigint) =>
      [[node(op, ['a', 'b'], ['q']), answer('q')], ints('a', MIN_INT64), ints('b', divisor, 3n)] as const;
    for (const divisor of [-1n, 0n]) {
      const [nodes, ...constants] = graph(divisor);
      expect(await onnx(nodes, ...constants)).toBe(REFUSED);
    }
    const [nodes, ...constants] = graph(2n);
    expect(await onnx(nodes, ...constants)).toBe('taken');
  });

  it('[M146] inspection names the node, its operator and the reason', async () => {
    const divide = message(node('Div', ['a', 'b'], ['q']), text(3, 'heads'));
    const graph = graphOf([divide, answer('q')], [ints('a', MIN_INT64), ints('b', -1n)]);
    const path = writeFileIn(maliciousFolder(), 'model.onnx', graph);
    expect(await inspectFile(path, 'unet/model.onnx')).toMatchObject({
      code: REFUSED,
      detail: {
        ...{ path: 'unet/model.onnx', reasonKey: 'unsafeDivision', operator: 'Div', node: 'heads' },
        reason: 'heads divides integers by -1',
      },
    });
  });

  it('[M146] inspection accepts division of floats by computed values', async () => {
    expect(await onnx([node('Exp', ['x'], ['e']), node('Div', ['x', 'e'], ['y'])])).toBe('taken');
    expect(await onnx([node('Shape', ['x'], ['s']), cast('s', 'f', 'float32'), node('Div', ['x', 'f'], ['y'])])).toBe(
      'taken',
    );
  });

  it('[M146] inspection rejects division of integers by computed values, unless a size is divided or divides', async () => {
    const computed = [cast('x', 'i', 'int64'), node('Shape', ['x'], ['s'])];
    const divide = (a: string, b: string) => [...computed, node('Div', [a, b], ['q']), answer('q')];
    expect(await onnx(divide('i', 'i'))).toBe(REFUSED);
    expect(await onnx(divide('c', 'i'), ints('c', MIN_INT64))).toBe(REFUSED);
    for (const [a, b] of [
      ['i', 's'],
      ['s', 'i'],
      ['s', 'c'],
      ['c', 'i'],
      ['c', 's'],
    ] as const) {
      expect([a, b, await onnx(divide(a, b), ints('c', 8n))]).toEqual([a, b, 'taken']);
    }
  });

  it.each([
    ['a cast', [cast('f', 'b', 'int64')], floats('f', -1.5)],
    ['a cast that wraps around', [cast('f', 'n', INT8), cast('n', 'b', 'int64')], ints('f', 255n)],
    ['a number that JavaScript rounds', [cast('f', 'n', 'int32'), cast('n', 'b', 'int64')], ints('f', 2n ** 62n - 1n)],
    ['other nodes', [node('Identity', ['f'], ['n']), node('Unsqueeze', ['n', 'one'], ['b'])], ints('f', -1n)],
    ['the value of a ConstantOfShape', [filled(-1n)], ints('f', 1n)],
  ] as const)('[M146] inspection finds the divisor -1 behind %s', async (_what, nodes, value) => {
    const graph = [...nodes, node('Div', ['a', 'b'], ['q']), answer('q')];
    expect(await onnx(graph, ints('a', MIN_INT64), ints('one', 0n), value)).toBe(REFUSED);
  });

  it('[M146] inspection rejects a division before the nodes that it depends on', async () => {
    const nodes = [node('Div', ['i', 'i'], ['q']), cast('x', 'i', 'int64'), answer('q')];
    expect(await onnx(nodes)).toBe(REFUSED);
  });

  it('[M146] inspection tells values of both branches of an If apart', async () => {
    const branch = (...nodes: readonly Buffer[]) =>
      message(...nodes.map((one) => nested(1, one)), text(2, 'b'), nested(12, text(1, 'z')));
    const divide = [node('Div', ['i', 'd'], ['q']), cast('q', 'z', 'float32')];
    const two = nested(5, message(text(1, 'value'), nested(5, ints('two', 2n)), whole(20, ATTRIBUTE.tensor)));
    const known = branch(node('Constant', [], ['d'], two), ...divide);
    const computed = branch(node('Neg', ['i'], ['d']), ...divide);
    const branches = (one: Buffer, other: Buffer) =>
      [one, other].map((graph, at) =>
        nested(
          5,
          message(text(1, at === 0 ? 'then_branch' : 'else_branch'), nested(6, graph), whole(20, ATTRIBUTE.graph)),
        ),
      );
    const graph = (one: Buffer, other: Buffer) => [
      cast('x', 'i', 'int64'),
      message(node('If', ['x'], ['y']), ...branches(one, other)),
    ];
    expect(await onnx(graph(known, known))).toBe('taken');
    expect(await onnx(graph(known, computed))).toBe(REFUSED);
  });

  it.each(['q_num_heads', 'kv_num_heads'])('[M146] inspection rejects attention with %s 0', async (name) => {
    const attend = (heads: number) => [node('Attention', ['x', 'x', 'x'], ['y'], attribute(name, heads))];
    expect(await onnx(attend(0))).toBe(REFUSED);
    expect(await onnx(attend(8))).toBe('taken');
  });

  it('[M147] inspection accepts every graph of this repository', async () => {
    const graphs = ['models', 'tests/golden'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.onnx'))
        .map((name) => join(folder, name)),
    );
    expect(graphs.length).toBeGreaterThan(10);
    for (const path of graphs) expect([path, (await inspectFile(path, 'unet/model.onnx')).ok]).toEqual([path, true]);
  });
});

function filled(value: bigint): Buffer {
  const tensor = nested(5, message(text(1, 'value'), nested(5, ints('v', value)), whole(20, ATTRIBUTE.tensor)));
  return node('ConstantOfShape', ['f'], ['b'], tensor);
}
