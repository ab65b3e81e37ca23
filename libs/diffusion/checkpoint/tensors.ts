import { FileFormatError } from '../fault.js';

/** A tensor of a checkpoint. */
export interface CheckpointTensor {
  /** Its name in the file, for error messages. */
  readonly storedName: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Path of its file relative to the folder of the model. */
  readonly location: string;
  /** In bytes, from the start of the file. */
  readonly offset: number;
  readonly length: number;
}

const FLOATS: ReadonlySet<string> = new Set(['F64', 'F32', 'F16', 'BF16']);

/** Tensors of one network by their path in the network, such as `down_blocks.0.resnets.0.conv1.weight`. */
export class NetworkTensors {
  /** @param network in error messages, such as `UNet` */
  constructor(
    private readonly network: string,
    private readonly tensors: ReadonlyMap<string, CheckpointTensor>,
  ) {}

  has(path: string): boolean {
    return this.tensors.has(path);
  }

  find(path: string): CheckpointTensor | undefined {
    return this.tensors.get(path);
  }

  all(): Iterable<CheckpointTensor> {
    return this.tensors.values();
  }

  /** Whether all of its matrices and kernels have 16 bits, and not those of bfloat16, which have another range. */
  get isHalf(): boolean {
    const matrices = [...this.tensors.values()].filter(({ dtype, shape }) => FLOATS.has(dtype) && shape.length > 1);
    return matrices.length > 0 && matrices.every(({ dtype }) => dtype === 'F16');
  }

  /** @throws FileFormatError when there is none */
  get(path: string): CheckpointTensor {
    const tensor = this.tensors.get(path);
    if (tensor) return tensor;
    throw new FileFormatError(`its ${this.network} has no ${path}`, { reasonKey: 'undefinedTensor', name: path });
  }

  /** Number of indexed children: 3 for `resnets.0` to `resnets.2`. */
  count(path: string): number {
    let count = 0;
    while (this.hasBelow(`${path}.${count}`)) count++;
    return count;
  }

  /** Whether a tensor lies below this path. */
  hasBelow(path: string): boolean {
    return this.below.has(path);
  }

  private get below(): ReadonlySet<string> {
    return (this.parents ??= parentsOf(this.tensors.keys()));
  }

  private parents: ReadonlySet<string> | undefined;
}

/** All proper prefixes of dotted paths. */
export function parentsOf(paths: Iterable<string>): Set<string> {
  const parents = new Set<string>();
  for (const path of paths) {
    let dot = path.lastIndexOf('.');
    for (; dot > 0; dot = path.lastIndexOf('.', dot - 1)) parents.add(path.slice(0, dot));
  }
  return parents;
}
