import { describe, expect, it } from '@jest/globals';
import { inspectionResult } from '../../../../tests/support/inspection.js';
import { attribute, constant, message, nested, node, text, whole } from '../../../../tests/support/tiny-onnx.js';
import { graphOf, graphWith, writeFileIn, maliciousFolder } from '../../../../tests/support/malicious-files.js';
import { endlessGraph, UNET, UNET_OUT } from '../../../../tests/support/malicious-onnx.js';
import { inspectFile } from '../../inspection.js';

const onnx = (content: Uint8Array) => inspectionResult('unet/model.onnx', content);
const ints = (values: readonly number[]) => new BigInt64Array(values.map(BigInt));

describe('ONNX graphs', () => {
  it('[M2] inspectFile accepts plain arithmetic', async () => {
    expect(await onnx(graphWith('Relu'))).toBe('taken');
    expect(await onnx(graphWith('QuickGelu', [text(7, 'com.microsoft')]))).toBe('taken');
  });

  it('[M2] inspectFile rejects operators that are not allowed and names them', async () => {
    expect(await onnx(endlessGraph(UNET, 'sample', UNET_OUT))).toBe('MODEL_OPERATOR_NOT_ALLOWED');
    expect(await onnx(graphWith('Relu', [text(7, 'evil.example')]))).toBe('MODEL_OPERATOR_NOT_ALLOWED');
    expect(await onnx(graphWith('ReadFile'))).toBe('MODEL_OPERATOR_NOT_ALLOWED');
    expect(await onnx(graphWith('Relu', [text(8, 'overloaded')]))).toBe('MODEL_OPERATOR_NOT_ALLOWED');
    const path = writeFileIn(maliciousFolder(), 'model.onnx', graphWith('Scan'));
    expect(await inspectFile(path, 'unet/model.onnx')).toEqual({
      ok: false,
      code: 'MODEL_OPERATOR_NOT_ALLOWED',
      detail: { path: 'unet/model.onnx', operator: 'Scan', node: 'Scan', reason: 'Scan: loops may not terminate' },
    });
  });

  it('[M2] inspectFile rejects functions and training info', async () => {
    for (const field of [20, 25]) {
      expect(await onnx(message(Buffer.from(graphWith('Relu')), nested(field, Buffer.alloc(0))))).toBe(
        'MODEL_GRAPH_INVALID',
      );
    }
  });

  it.each([0, -1, 65, 2 ** 31, 2 ** 32])('[M2] inspectFile rejects a block size of %d', async (size) => {
    const negative =
      size < 0
        ? nested(5, message(text(1, 'blocksize'), Buffer.from([0x18, ...Array<number>(9).fill(0xff), 1])))
        : undefined;
    expect(await onnx(graphWith('DepthToSpace', [negative ?? attribute('blocksize', size)]))).toBe(
      'MODEL_OPERATOR_NOT_ALLOWED',
    );
    expect(await onnx(graphWith('DepthToSpace', [attribute('blocksize', 2)]))).toBe('taken');
  });

  it.each([
    ['ConstantOfShape', [[100_000, 100_000]]],
    ['Expand', [undefined, [2 ** 20, 2 ** 20]]],
    ['Tile', [undefined, [2 ** 20, 2 ** 20]]],
    ['Range', [[0], [1e12], [1]]],
    ['Range', [[0], [1], [0]]],
    ['Pad', [undefined, [2 ** 40, 0]]],
    ['Resize', [undefined, [0], [0], [2 ** 20, 2 ** 20]]],
  ] as const)('[M2] inspectFile rejects %s of %j as too large', async (op, constantsOfInputs) => {
    const constants = constantsOfInputs.flatMap((values, i) =>
      values ? [constant(`c${i}`, [values.length], ints(values))] : [],
    );
    const inputs = constantsOfInputs.map((values, i) => (values ? `c${i}` : 'x'));
    expect(await onnx(graphOf([node(op, inputs, ['y'])], constants))).toBe('MODEL_TOO_LARGE');
  });

  it('[M2] inspectFile finds an oversized constant behind other nodes', async () => {
    const sides = [constant('a', [1], ints([2 ** 20])), constant('b', [1], ints([2 ** 20]))];
    const nodes = [
      node('Concat', ['a', 'b'], ['ab'], attribute('axis', 0)),
      node('Identity', ['ab'], ['shape']),
      node('ConstantOfShape', ['shape'], ['y']),
    ];
    expect(await onnx(graphOf(nodes, sides))).toBe('MODEL_TOO_LARGE');
  });

  it('[M2] inspectFile rejects 200,000 nodes within 100 ms', async () => {
    const many = Array.from({ length: 200_000 }, (_, i) => nested(1, node('Relu', ['x'], [`n${i}`])));
    const graph = message(whole(1, 8), nested(7, Buffer.concat(many)));
    const path = writeFileIn(maliciousFolder(), 'model.onnx', graph);
    await inspectFile(path, 'unet/model.onnx');
    const times: number[] = [];
    for (let i = 0; i < 5; i++) {
      const usageBefore = process.cpuUsage();
      expect(await inspectFile(path, 'unet/model.onnx')).toMatchObject({ code: 'MODEL_TOO_MANY_NODES' });
      const { user, system } = process.cpuUsage(usageBefore);
      times.push((user + system) / 1000);
    }
    // CPU time and the best of five, because other processes share this machine.
    expect(Math.min(...times)).toBeLessThan(100);
  });

  it('[M2] inspectFile accepts an If, but not an If inside an If', async () => {
    const branch = (...nodes: Buffer[]) =>
      message(...nodes.map((one) => nested(1, one)), text(2, 'b'), nested(12, text(1, 'z')));
    const both = (graph: Buffer) =>
      ['then_branch', 'else_branch'].map((name) => nested(5, message(text(1, name), nested(6, graph), whole(20, 5))));
    const flat = branch(node('Relu', ['x'], ['z']));
    expect(await onnx(graphWith('If', both(flat)))).toBe('taken');
    const deep = branch(message(node('If', ['x'], ['z']), ...both(flat)));
    expect(await onnx(graphWith('If', both(deep)))).toBe('MODEL_OPERATOR_NOT_ALLOWED');
    expect(await onnx(graphWith('Relu', both(flat)))).toBe('MODEL_GRAPH_INVALID');
  });

  it('[M2] inspectFile rejects duplicate names and undefined inputs', async () => {
    expect(await onnx(graphOf([node('Relu', ['x'], ['y']), node('Relu', ['x'], ['y'])]))).toBe('MODEL_GRAPH_INVALID');
    expect(await onnx(graphWith('Relu', [text(4, 'Loop')]))).toBe('MODEL_GRAPH_INVALID');
    expect(await onnx(graphWith('Add', [], ['x', 'nowhere']))).toBe('MODEL_GRAPH_INVALID');
    const twice = Buffer.concat([Buffer.from(graphWith('Relu')), Buffer.from(graphWith('Scan'))]);
    expect(await onnx(twice)).toBe('MODEL_GRAPH_INVALID');
  });

  it('[M2] inspectFile rejects megabytes of documentation', async () => {
    expect(await onnx(message(Buffer.from(graphWith('Relu')), text(6, 'x'.repeat(2 ** 21))))).toBe(
      'MODEL_GRAPH_INVALID',
    );
    const property = nested(14, message(text(1, 'k'), text(2, 'x'.repeat(2 ** 21))));
    expect(await onnx(message(Buffer.from(graphWith('Relu')), property))).toBe('MODEL_GRAPH_INVALID');
  });

  it('[M3] inspectFile rejects a tensor when its length does not match its shape', async () => {
    const add = [node('Add', ['x', 'w'], ['y'])];
    const four = new Float32Array(4);
    expect(await onnx(graphOf(add, [constant('w', [4], four)]))).toBe('taken');
    expect(await onnx(graphOf(add, [constant('w', [5], four)]))).toBe('MODEL_GRAPH_INVALID');
    expect(await onnx(graphOf(add, [constant('w', [1_500_000, 1_500], four)]))).toBe('MODEL_TOO_LARGE');
    const unpacked = message(whole(1, 4), whole(2, 7), text(8, 'w'), whole(7, 1), whole(7, 2));
    expect(await onnx(graphOf(add, [unpacked]))).toBe('MODEL_GRAPH_INVALID');
    const asText = message(whole(1, 1), whole(2, 8), text(8, 'w'), text(6, 'no'));
    expect(await onnx(graphOf(add, [asText]))).toBe('MODEL_GRAPH_INVALID');
  });

  it('[M5] inspectFile rejects weights that are not finite, but accepts masks of minus infinity', async () => {
    const add = [node('Add', ['x', 'w'], ['y'])];
    expect(await onnx(graphOf(add, [constant('w', [2], new Float32Array([1, NaN]))]))).toBe('MODEL_WEIGHTS_NAN_OR_INF');
    expect(await onnx(graphOf(add, [constant('w', [2], new Uint16Array([0x3c00, 0x7e00]))]))).toBe(
      'MODEL_WEIGHTS_NAN_OR_INF',
    );
    expect(await onnx(graphOf(add, [constant('w', [2], new Float32Array([0, -Infinity]))]))).toBe('taken');
    const named = [node('Add', ['x', 'conv.weight'], ['y'])];
    const infinite = constant('conv.weight', [2], new Float32Array([0, -Infinity]));
    expect(await onnx(graphOf(named, [infinite]))).toBe('MODEL_WEIGHTS_NAN_OR_INF');
  });
});
