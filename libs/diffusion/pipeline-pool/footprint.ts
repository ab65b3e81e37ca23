import type { ModelFolder } from '../model-folder/model-folder.js';
import type { OnnxFile } from '../onnx/onnx-file.js';
import { textParts } from '../model-folder/context-length.js';
import { readOnnxFile } from '../onnx/onnx-file.js';
import { BFLOAT16, FLOAT16 } from '../onnx/weight.js';

/** Expected memory of a model, estimated from its files. Bytes. */
export interface Footprint {
  /** Size of the graphs that stay loaded, with their external data. */
  readonly fileBytes: number;
  /** Idle memory. */
  readonly estimatedBytes: number;
  /** Idle memory on a device, which keeps 16-bit weights of exports as they are. */
  readonly deviceBytes: number;
  /** The same for a checkpoint that can be computed with 16 bits there. */
  readonly halfDeviceBytes?: number;
  /** Whether devices compute it with 16 bits as it is, in which some models overflow. The processor never does. */
  readonly isHalfOnDevices: boolean;
  /** Extra memory while it loads: what 16-bit weights take twice. */
  readonly loadingBytes: number;
  /** Extra memory per image pixel while rendering. */
  readonly workingBytesPerPixel: number;
}

/** Measured overhead beyond the weights: the graph itself, and weights packed into another layout. */
const OVERHEAD = 1.15;
/** The CPU computes in float32, so loading widens weights of 16 bits. */
const WIDENING_FACTOR = 2;
/**
 * The VAE's last block holds about four tensors with twice its last width at once: 4 tensors · 2 widths · 4 bytes.
 * The UNet, at an eighth of the size, takes at most about as much.
 */
const BYTES_PER_CHANNEL = 32;
const DEFAULT_CHANNELS = 128;

/** @throws ModelFolderError */
export async function modelFootprint(folder: ModelFolder): Promise<Footprint> {
  const { unet, vaeDecoder } = folder.graphs;
  let fileBytes = 0;
  let weightBytes = 0;
  let halfBytes = 0;
  let narrowBytes = 0;
  let convolutionBytes = 0;
  let channels = DEFAULT_CHANNELS;
  for (const source of [...textParts(folder).map(({ graph }) => graph), unet, vaeDecoder]) {
    const onnx = await readOnnxFile(source);
    fileBytes += onnx.length;
    for (const { dataLocation, type } of onnx.weights.values()) {
      if (!dataLocation) continue;
      if (dataLocation.location !== undefined) fileBytes += dataLocation.length;
      if (isHalf(type)) halfBytes += dataLocation.length;
      if (isHalf(type) && source.half) narrowBytes += dataLocation.length;
      weightBytes += dataLocation.length * (isHalf(type) ? WIDENING_FACTOR : 1);
    }
    convolutionBytes = Math.max(convolutionBytes, widenedConvolutionBytes(onnx));
    if (source === vaeDecoder) channels = lastWidth(onnx) ?? channels;
  }
  const estimatedBytes = Math.max(fileBytes, Math.ceil(weightBytes * OVERHEAD));
  // An export is widened as a whole. Graphs of checkpoints cast each weight, so only the layout is changed as a whole.
  const loadingBytes = folder.isAdaptable ? convolutionBytes : halfBytes;
  // Graphs of checkpoints compute with 32 bits, unless the device was found to do it well with 16.
  const isHalfOnDevices = halfBytes > 0 && !folder.isAdaptable;
  const bytesWithout = (narrow: number) => Math.max(fileBytes, Math.ceil((weightBytes - narrow) * OVERHEAD));
  const deviceBytes = bytesWithout(isHalfOnDevices ? halfBytes : 0);
  const workingBytesPerPixel = channels * BYTES_PER_CHANNEL;
  return {
    ...{ fileBytes, estimatedBytes, deviceBytes, isHalfOnDevices, loadingBytes, workingBytesPerPixel },
    ...(narrowBytes > 0 && { halfDeviceBytes: bytesWithout(narrowBytes) }),
  };
}

const isHalf = (type: number): boolean => type === FLOAT16 || type === BFLOAT16;

/** 16-bit weights of a graph's convolutions as float32, which lie beside their copies in another layout. */
function widenedConvolutionBytes({ weights }: OnnxFile): number {
  return [...weights.values()]
    .filter(({ type, dims }) => isHalf(type) && dims.length === 4)
    .reduce((sum, { dataLocation }) => sum + (dataLocation?.length ?? 0) * WIDENING_FACTOR, 0);
}

/** Input channels of the convolution that outputs RGB. */
function lastWidth({ weights }: OnnxFile): number | undefined {
  return [...weights.values()].find(({ dims }) => dims.length === 4 && dims[0] === 3)?.dims[1];
}
