/** ONNX's numbers for element types. */
export const ELEMENT = { float32: 1, int32: 6, int64: 7, bool: 9, float16: 10, float64: 11 } as const;

/** Attribute types, by the numbers of ONNX. */
export const ATTRIBUTE = { int: 2, tensor: 4, graph: 5, ints: 7 } as const;

export interface TinyValue {
  readonly name: string;
  readonly type: keyof typeof ELEMENT;
  /** A string is a dimension of any length. */
  readonly shape: readonly (number | string)[];
}

/** An ONNX graph whose output is a copy of one input; the others are declared but unused. */
export function copyGraph(inputs: readonly TinyValue[], copied: string, output: TinyValue): Uint8Array {
  return model([node('Identity', [copied], [output.name])], inputs, output);
}

export function node(
  kind: string,
  from: readonly string[],
  to: readonly string[],
  attribute: Buffer = Buffer.alloc(0),
): Buffer {
  return message(...from.map((name) => text(1, name)), ...to.map((name) => text(2, name)), text(4, kind), attribute);
}

/** A complete file. @param constants initializers, made by `constant` */
export function model(
  nodes: readonly Buffer[],
  inputs: readonly TinyValue[],
  output: TinyValue,
  constants: readonly Buffer[] = [],
): Uint8Array {
  const graph = message(
    ...nodes.map((one) => nested(1, one)),
    text(2, 'tiny'),
    ...constants.map((one) => nested(5, one)),
    ...inputs.map((input) => nested(11, valueInfo(input))),
    nested(12, valueInfo(output)),
  );
  return message(whole(1, 8), nested(7, graph), nested(8, message(text(1, ''), whole(2, 17))));
}

/** Numbers inside a graph; those of 16 bits are the bits of half precision. */
export function constant(
  name: string,
  dims: readonly number[],
  data: Float32Array | BigInt64Array | Uint16Array,
): Buffer {
  const isHalf = data instanceof Uint16Array;
  const type = isHalf ? ELEMENT.float16 : data instanceof Float32Array ? ELEMENT.float32 : ELEMENT.int64;
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return message(...dims.map((side) => whole(1, side)), whole(2, type), text(8, name), nested(9, bytes));
}

/** One entry of the location of external data. */
export function externalEntry(key: string, value: string): Buffer {
  return nested(13, message(text(1, key), text(2, value)));
}

/** An attribute with one integer, or a list of them. */
export function attribute(name: string, value: number | readonly number[]): Buffer {
  const list = Array.isArray(value)
    ? [...(value as number[]).map((one) => whole(8, one)), whole(20, ATTRIBUTE.ints)]
    : [whole(3, value as number), whole(20, ATTRIBUTE.int)];
  return nested(5, message(text(1, name), ...list));
}

export function valueInfo({ name, type, shape }: TinyValue): Buffer {
  const sides = shape.map((side) => nested(1, typeof side === 'number' ? whole(1, side) : text(2, side)));
  const tensor = message(whole(1, ELEMENT[type]), nested(2, message(...sides)));
  return message(text(1, name), nested(2, nested(1, tensor)));
}

// Protocol buffers: a key of field and wire type, then a varint or length-prefixed bytes.
export function message(...fields: readonly Buffer[]): Buffer {
  return Buffer.concat(fields);
}

export function whole(field: number, value: number): Buffer {
  return message(varint(field << 3), varint(value));
}

export function nested(field: number, bytes: Buffer): Buffer {
  return message(varint((field << 3) | 2), varint(bytes.length), bytes);
}

export function text(field: number, value: string): Buffer {
  return nested(field, Buffer.from(value));
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Buffer.from([...bytes, rest]);
    bytes.push((rest & 0x7f) | 0x80);
  }
}
