import { bytesField, varintField } from './protobuf.js';

/** Bytes of a weight in a file beside the graph, little-endian, in C order. */
export interface ExternalData {
  /** Path relative to the graph's folder. */
  readonly location: string;
  readonly offset: number;
  readonly length: number;
}

const TENSOR = { dims: 1, type: 2, name: 8, external: 13, location: 14 };
const ENTRY = { key: 1, value: 2 };
const EXTERNAL = 1;

/** The dimensions, the ONNX data type, and the name of a tensor. */
export function tensorFields(name: string, type: number, dims: readonly number[]): Buffer[] {
  return [
    ...dims.map((side) => varintField(TENSOR.dims, side)),
    varintField(TENSOR.type, type),
    bytesField(TENSOR.name, name),
  ];
}

/** A tensor whose values lie in a file. */
export function externalTensor(
  name: string,
  type: number,
  dims: readonly number[],
  { location, offset, length }: ExternalData,
): Buffer {
  const entry = (key: string, value: string) =>
    bytesField(TENSOR.external, Buffer.concat([bytesField(ENTRY.key, key), bytesField(ENTRY.value, value)]));
  return Buffer.concat([
    ...tensorFields(name, type, dims),
    entry('location', location),
    entry('offset', String(offset)),
    entry('length', String(length)),
    varintField(TENSOR.location, EXTERNAL),
  ]);
}
