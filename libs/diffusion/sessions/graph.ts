import { Tensor } from '@visionary/onnxruntime';
import type { InferenceSession } from '@visionary/onnxruntime';
import type { GraphSource } from '../onnx/graph-source.js';
import type { GraphOptions, OpenSession } from './open-session.js';
import { DeviceError, ModelFolderError } from '../errors.js';
import { shortName } from '../onnx/onnx-file.js';
import { fromFloat16Bits, toFloat16Bits } from './float16.js';
import { isControlInput } from '../onnx/control-inputs.js';
import { isLowRankInput } from '../onnx/low-rank-inputs.js';
import { lowRankTensors } from './low-rank-tensors.js';
import type { GraphInput, GraphOutput, GraphTensor } from './graph-tensors.js';
import type { LowRankFactors } from './low-rank-tensors.js';
import { CPU, isCpu, type SessionDevice } from './device.js';
import { isRuntimeError, openSession } from './open-session.js';
import { asOutOfMemory } from './out-of-memory.js';

export type { GraphInput, GraphOutput, GraphTensor } from './graph-tensors.js';
export type { GraphOptions } from './open-session.js';

/**
 * A loaded ONNX graph. Converts inputs to the graph's types and outputs to float32. `run` blocks the thread and can't
 * be interrupted.
 */
export class Graph {
  /** Without those that LoRAs and ControlNets fill. */
  readonly inputs: readonly GraphInput[];
  private readonly controlInputs: readonly GraphInput[];
  /** Zeros of one pixel, for calls without a ControlNet. */
  private readonly noControl: Readonly<Record<string, Tensor>>;
  private readonly lowRankInputs: readonly GraphInput[];
  private isAdapted = false;
  private lowRank: Readonly<Record<string, Tensor>>;

  private constructor(
    private readonly opened: OpenSession,
    private readonly device: SessionDevice,
    /** Relative to the model folder, for error messages. */
    readonly file: string,
  ) {
    const inputs = opened.session.inputMetadata.map((input) => {
      if (!input.isTensor) {
        const fault = { reasonKey: 'unsupportedDtype', tensor: input.name } as const;
        throw new ModelFolderError('NOT_SUPPORTED', file, `${input.name} is no tensor`, 'tensors', fault);
      }
      const shape = input.shape.map((side) => (typeof side === 'number' ? side : undefined));
      return { name: input.name, type: input.type, shape };
    });
    this.inputs = inputs.filter(({ name }) => !isLowRankInput(name) && !isControlInput(name));
    this.controlInputs = inputs.filter(({ name }) => isControlInput(name));
    this.noControl = Object.fromEntries(this.controlInputs.map((input) => [input.name, noResidual(input, file)]));
    this.lowRankInputs = inputs.filter(({ name }) => isLowRankInput(name));
    this.lowRank = lowRankTensors(this.lowRankInputs, new Map());
  }

  /**
   * Loads a graph with its external data.
   * @throws ModelFolderError FILE_UNREADABLE; OutOfMemoryError; DeviceError
   */
  static async open(source: GraphSource, options: GraphOptions = {}): Promise<Graph> {
    const opened = await openSession(source, options);
    try {
      return new Graph(opened, options.device ?? CPU, shortName(source.path));
    } catch (error) {
      await opened.session.release();
      throw error;
    }
  }

  /** Opens a graph for a part that `build` makes of it. Releases the graph when `build` throws. */
  static async openAs<T>(source: GraphSource, options: GraphOptions, build: (graph: Graph) => T): Promise<T> {
    const graph = await Graph.open(source, options);
    try {
      return build(graph);
    } catch (error) {
      await graph.release();
      throw error;
    }
  }

  get hasFusedAttention(): boolean {
    return this.opened.hasFusedAttention;
  }

  get isHalf(): boolean {
    return this.opened.isHalf;
  }

  private get session(): InferenceSession {
    return this.opened.session;
  }

  get outputNames(): readonly string[] {
    return this.session.outputNames;
  }

  /**
   * Changes layers from the next run on. Those without factors are as in the file.
   * @returns whether it was changed before, or is now
   */
  adapt(factors: LowRankFactors): boolean {
    const wasAdapted = this.isAdapted;
    this.isAdapted = factors.size > 0;
    if (wasAdapted || this.isAdapted) this.lowRank = lowRankTensors(this.lowRankInputs, factors);
    return wasAdapted || this.isAdapted;
  }

  /** @param outputName name of the output to compute */
  async run(feeds: Readonly<Record<string, GraphTensor>>, outputName: string): Promise<GraphOutput> {
    return (await this.runFor(feeds, [outputName]))[outputName]!;
  }

  /**
   * @param outputNames names of the outputs to compute, which are the keys of the result
   * @throws OutOfMemoryError; DeviceError
   */
  async runFor(
    feeds: Readonly<Record<string, GraphTensor>>,
    outputNames: readonly string[],
  ): Promise<Record<string, GraphOutput>> {
    const tensors = [...this.inputs, ...this.controlInputs]
      .filter((input) => feeds[input.name] !== undefined)
      .map((input) => [input.name, asTensor(input.type, feeds[input.name]!, this.file)] as const);
    const inputs = { ...this.lowRank, ...this.noControl, ...Object.fromEntries(tensors) };
    const outputs = await this.session.run(inputs, [...outputNames]).catch((error: unknown) => {
      throw asOutOfMemory(error) ?? this.asDeviceError(error) ?? error;
    });
    return Object.fromEntries(
      outputNames.map((name) => [name, { data: asFloat32(outputs[name]!.data, this.file), dims: outputs[name]!.dims }]),
    );
  }

  private asDeviceError(error: unknown): DeviceError | undefined {
    if (isCpu(this.device) || !isRuntimeError(error)) return undefined;
    return new DeviceError(this.device.provider, (error as Error).message);
  }

  /** The graph can't run after this. */
  async release(): Promise<void> {
    await this.session.release();
  }
}

function noResidual({ type, shape }: GraphInput, file: string): Tensor {
  const channels = shape[1] ?? 1;
  return asTensor(type, { data: new Float32Array(channels), dims: [1, channels, 1, 1] }, file);
}

function asTensor(type: string, { data, dims }: GraphTensor, file: string): Tensor {
  switch (type) {
    case 'float32':
      return new Tensor('float32', Float32Array.from(data), dims);
    case 'float16':
      return halfTensor(Float32Array.from(data), dims);
    case 'float64':
      return new Tensor('float64', Float64Array.from(data), dims);
    case 'int64':
      return new Tensor('int64', BigInt64Array.from(Array.from(data, (value) => BigInt(Math.round(value)))), dims);
    case 'int32':
      return new Tensor('int32', Int32Array.from(data, Math.round), dims);
    default:
      throw new ModelFolderError(
        'NOT_SUPPORTED',
        file,
        `it asks for ${type}`,
        'floats of 16, 32 or 64 bits, int32, int64',
        { reasonKey: 'unsupportedDtype', tensor: type },
      );
  }
}

/**
 * With Float16Array (Node 24), the runtime's own float16 tensors hold one, which its native part treats as empty. Bit
 * patterns declared as float16 work on every version.
 */
function halfTensor(values: Float32Array, dims: readonly number[]): Tensor {
  return Object.assign(new Tensor('uint16', toFloat16Bits(values), dims), { type: 'float16' });
}

function asFloat32(data: Tensor.DataType, file: string): Float32Array {
  if (data instanceof Float32Array) return data;
  if (data instanceof Uint16Array) return fromFloat16Bits(data);
  // Float64Array, or Float16Array on newer versions.
  if (ArrayBuffer.isView(data) && !(data instanceof BigInt64Array)) return Float32Array.from(data as Float64Array);
  const problem = 'its output holds no floats';
  throw new ModelFolderError('NOT_SUPPORTED', file, problem, 'an output of floats', { reasonKey: 'nonFloatOutput' });
}
