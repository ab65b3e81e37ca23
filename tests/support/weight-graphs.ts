import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toFloat16Bits } from '../../libs/diffusion/sessions/float16.js';
import { ELEMENT, externalEntry, message, nested, text, valueInfo, whole } from './tiny-onnx.js';

/** How the weight of a layer is stored in its graph. */
export interface WeightLayout {
  readonly op: 'MatMul' | 'Gemm' | 'Conv';
  readonly weight: string;
  readonly dims: readonly number[];
  readonly values: Float32Array;
  readonly isHalf?: boolean;
  /** The nodes between the weight and the operation, starting at the weight. */
  readonly via?: readonly ('Transpose' | 'Cast' | 'Identity')[];
  readonly transB?: boolean;
  /** The external data file of the values. */
  readonly external?: string;
  /** The name that exporters give it: the path of the module, and the operation. */
  readonly node?: string;
}

const INT = 2;

/**
 * Writes `<dir>/<part>/model.onnx`: for each layer an input `x0`, `x1`, … of the shape given, and an output `y0`, `y1`, ….
 * @returns its path
 */
export function writeWeightGraph(
  dir: string,
  part: string,
  layers: readonly { readonly layout: WeightLayout; readonly input: readonly number[] }[],
): string {
  const folder = join(dir, part);
  mkdirSync(folder, { recursive: true });
  const parts = layers.flatMap(({ layout, input }, i) => [
    ...nodes(layout, i).map((node) => nested(1, node)),
    nested(5, initializer(layout, folder)),
    nested(11, valueInfo({ name: `x${i}`, type: 'float32', shape: input })),
    nested(12, valueInfo({ name: `y${i}`, type: 'float32', shape: input.map((_, side) => `y${i}_${side}`) })),
  ]);
  const opset = message(text(1, ''), whole(2, 17));
  const path = join(folder, 'model.onnx');
  writeFileSync(path, message(whole(1, 8), nested(7, message(...parts, text(2, 'layers'))), nested(8, opset)));
  return path;
}

function nodes({ op, weight, via = [], transB, dims, node }: WeightLayout, i: number): Buffer[] {
  let name = weight;
  const carriers = via.map((carrier, at) => {
    const output = carrier === 'Cast' ? weight.replace(/_half$/, '') : `${weight}_${at}`;
    const to = carrier === 'Cast' ? [attribute('to', ELEMENT.float32)] : [];
    const made = message(text(1, name), text(2, output), text(4, carrier), ...to);
    name = output;
    return made;
  });
  const attributes = [
    ...(transB ? [attribute('transB', 1)] : []),
    ...(op === 'Conv' && dims[2] === 3
      ? [nested(5, message(text(1, 'pads'), ...[1, 1, 1, 1].map((n) => whole(8, n)), whole(20, 7)))]
      : []),
  ];
  const named = node ? [text(3, node)] : [];
  return [
    ...carriers,
    message(text(1, `x${i}`), text(1, name), text(2, `y${i}`), ...named, text(4, op), ...attributes),
  ];
}

function attribute(name: string, value: number): Buffer {
  return nested(5, message(text(1, name), whole(3, value), whole(20, INT)));
}

function initializer({ weight, dims, values, isHalf, external }: WeightLayout, folder: string): Buffer {
  const bytes = Buffer.from(isHalf ? toFloat16Bits(values).buffer : Float32Array.from(values).buffer);
  const type = isHalf ? ELEMENT.float16 : ELEMENT.float32;
  const head = [...dims.map((side) => whole(1, side)), whole(2, type), text(8, weight)];
  if (external === undefined) return message(...head, nested(9, bytes));
  writeFileSync(join(folder, external), bytes);
  return message(
    ...head,
    externalEntry('location', external),
    externalEntry('length', String(bytes.length)),
    whole(14, 1),
  );
}
