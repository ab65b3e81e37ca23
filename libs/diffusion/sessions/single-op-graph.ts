import { bytesField, varintField } from '../onnx/protobuf.js';

const FLOAT = varintField(1, 1);

/** Bytes of a graph with one operator on float32 tensors of any shape and one output. */
export function singleOpGraph(op: string, inputs: readonly string[], output: string): Uint8Array {
  const value = (name: string) => Buffer.concat([bytesField(1, name), bytesField(2, bytesField(1, FLOAT))]);
  const inputFields = inputs.map((name) => bytesField(1, name));
  const node = Buffer.concat([...inputFields, bytesField(2, output), bytesField(4, op)]);
  const graph = [
    bytesField(1, node),
    bytesField(2, op),
    ...inputs.map((name) => bytesField(11, value(name))),
    bytesField(12, value(output)),
  ];
  const opset = Buffer.concat([bytesField(1, ''), varintField(2, 17)]);
  return Buffer.concat([varintField(1, 8), bytesField(7, Buffer.concat(graph)), bytesField(8, opset)]);
}
