/** ONNX's numbers for element types. */
export const ELEMENT = { float32: 1, int32: 6, int64: 7, float16: 10, float64: 11 } as const;

export interface TinyValue {
  readonly name: string;
  readonly type: keyof typeof ELEMENT;
  /** A text is a side of any length. */
  readonly shape: readonly (number | string)[];
}

/** An ONNX graph whose output is a copy of one input; the others are asked for and not used. */
export function copyGraph(inputs: readonly TinyValue[], copied: string, output: TinyValue): Uint8Array {
  const node = message(text(1, copied), text(2, output.name), text(4, 'Identity'));
  const graph = message(
    nested(1, node),
    text(2, 'copy'),
    ...inputs.map((input) => nested(11, valueInfo(input))),
    nested(12, valueInfo(output)),
  );
  const opset = message(text(1, ''), whole(2, 17));
  return message(whole(1, 8), nested(7, graph), nested(8, opset));
}

function valueInfo({ name, type, shape }: TinyValue): Buffer {
  const sides = shape.map((side) => nested(1, typeof side === 'number' ? whole(1, side) : text(2, side)));
  const tensor = message(whole(1, ELEMENT[type]), nested(2, message(...sides)));
  return message(text(1, name), nested(2, nested(1, tensor)));
}

// Protocol buffers: a key of field and wire type, then a varint or so many bytes.
function message(...fields: readonly Buffer[]): Buffer {
  return Buffer.concat(fields);
}

function whole(field: number, value: number): Buffer {
  return message(varint(field << 3), varint(value));
}

function nested(field: number, bytes: Buffer): Buffer {
  return message(varint((field << 3) | 2), varint(bytes.length), bytes);
}

function text(field: number, value: string): Buffer {
  return nested(field, Buffer.from(value));
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Buffer.from([...bytes, rest]);
    bytes.push((rest & 0x7f) | 0x80);
  }
}
