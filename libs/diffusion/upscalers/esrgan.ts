import { basename, dirname, join } from 'node:path';
import type { ImageUpscaler } from '../pipeline/image-job.js';
import type { LatentSize } from '../pipeline/latent-frame.js';
import type { Image } from '../pipeline/pixels.js';
import type { GraphOptions } from '../sessions/graph.js';
import { readHeader } from '../checkpoint/checkpoint-files.js';
import { buildEsrgan, esrganFactor } from '../checkpoint/esrgan-graph.js';
import { findEsrgan } from '../checkpoint/networks.js';
import { ModelFolderError } from '../errors.js';
import { builtGraph } from '../onnx/graph-source.js';
import { Graph } from '../sessions/graph.js';
import { lanczos } from './lanczos.js';

/** Sides of a tile and of what is computed around it, in pixels before upscaling. Even, for models that fold pixels. */
export interface Tiling {
  readonly side: number;
  readonly margin: number;
}

/** The memory that a tile takes does not depend on the size of the image. */
const TILING: Tiling = { side: 128, margin: 16 };
/** Models of factor 1 never get there. */
const MAX_RUNS = 3;

/** Called after each tile. @param tiles of all runs */
export type OnTile = (tilesDone: number, tiles: number) => void;

/**
 * An ESRGAN as an upscaler, loaded while it runs. Runs until the image is large enough, then resamples it to the size.
 * @param file a `.safetensors` file
 */
export const esrganUpscaler =
  (file: string, options: GraphOptions, tiling = TILING, onTile?: OnTile): ImageUpscaler =>
  async (image, size, signal) => {
    const { graph, factor } = await open(file, options);
    try {
      const sizes = runSizes(image, size, factor);
      const tiles = sizes.reduce((sum, one) => sum + countTiles(one, tiling), 0);
      let tilesDone = 0;
      const afterTile = () => onTile?.(++tilesDone, tiles);
      let upscaled = image;
      for (let run = 0; run < sizes.length; run++) {
        upscaled = await upscaleTiles({ graph, factor, tiling, signal, afterTile }, upscaled);
      }
      const fits = upscaled.width === size.width && upscaled.height === size.height;
      return fits ? upscaled : await lanczos(upscaled, size);
    } finally {
      await graph.release();
    }
  };

/** @throws ModelFolderError when it is no ESRGAN */
async function open(path: string, { threads, device }: GraphOptions): Promise<{ graph: Graph; factor: number }> {
  const [dir, name] = [dirname(path), basename(path)];
  const tensors = findEsrgan({ location: name, ...readHeader(dir, name) });
  if (!tensors) {
    const fault = { reasonKey: 'otherKind', kind: 'upscaler' } as const;
    throw new ModelFolderError('NOT_SUPPORTED', name, 'it is no upscaler', 'an upscaler (ESRGAN)', fault);
  }
  const source = builtGraph(join(dir, 'upscaler', 'model.onnx'), dir, () => buildEsrgan(tensors));
  return { graph: await Graph.open(source, { threads, device }), factor: esrganFactor(tensors) };
}

/** The size that each run starts from. */
function runSizes(image: LatentSize, size: LatentSize, factor: number): LatentSize[] {
  const sizes: LatentSize[] = [];
  let { width, height } = image;
  while (sizes.length < MAX_RUNS && (width < size.width || height < size.height)) {
    sizes.push({ width, height });
    [width, height] = [width * factor, height * factor];
  }
  return sizes;
}

const countTiles = ({ width, height }: LatentSize, { side }: Tiling): number =>
  Math.ceil(width / side) * Math.ceil(height / side);

interface TiledRun {
  readonly graph: Graph;
  readonly factor: number;
  readonly tiling: Tiling;
  readonly signal: AbortSignal | undefined;
  readonly afterTile: () => void;
}

async function upscaleTiles(
  { graph, factor, tiling: { side, margin }, signal, afterTile }: TiledRun,
  image: Image,
): Promise<Image> {
  const [width, height] = [image.width * factor, image.height * factor];
  const rgb = new Uint8Array(3 * width * height);
  for (let top = 0; top < image.height; top += side) {
    for (let left = 0; left < image.width; left += side) {
      signal?.throwIfAborted();
      const [x, y] = [Math.max(0, left - margin), Math.max(0, top - margin)];
      const right = Math.min(image.width, left + side);
      const bottom = Math.min(image.height, top + side);
      const around = {
        ...{ x, y, width: Math.min(image.width, right + margin) - x },
        height: Math.min(image.height, bottom + margin) - y,
      };
      const { data } = await graph.run({ pixels: tileOf(image, around) }, 'upscaled');
      const planeWidth = around.width * factor;
      const plane = planeWidth * around.height * factor;
      for (let row = top * factor; row < bottom * factor; row++) {
        for (let column = left * factor; column < right * factor; column++) {
          const source = (row - y * factor) * planeWidth + column - x * factor;
          const target = 3 * (row * width + column);
          for (let channel = 0; channel < 3; channel++) {
            const value = data[channel * plane + source]!;
            rgb[target + channel] = Math.round(255 * Math.min(1, Math.max(0, value)));
          }
        }
      }
      afterTile();
      // Messages that came meanwhile, such as a cancel, apply before the next tile.
      await new Promise(setImmediate);
    }
  }
  return { rgb, width, height };
}

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels of a rectangle, `[1,3,h,w]` in 0…1. */
function tileOf(image: Image, { x, y, width, height }: Rectangle) {
  const data = new Float32Array(3 * width * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const source = 3 * ((y + row) * image.width + x + column);
      for (let channel = 0; channel < 3; channel++) {
        data[(channel * height + row) * width + column] = image.rgb[source + channel]! / 255;
      }
    }
  }
  return { data, dims: [1, 3, height, width] };
}
