import type { InferenceSession } from '@visionary/onnxruntime';

/** Execution providers of the runtime. */
export type ProviderName = 'cpu' | 'webgpu' | 'cuda' | 'tensorrt' | 'dml' | 'coreml';

/** What sessions compute with. */
export interface SessionDevice {
  readonly provider: ProviderName;
  /** Number of the card, for providers that can choose one. */
  readonly card?: number | undefined;
  /** Attention as one operator computes wrong numbers there, so it is computed in parts. */
  readonly hasWrongAttention?: boolean;
  /** Graphs whose weights have 16 bits compute with 16 bits there, where there is such a graph. */
  readonly hasHalf?: boolean;
  /** Images of a take that it computes at once, if that is faster than one after the other. By default, one. */
  readonly imagesTogether?: number;
}

export const CPU: SessionDevice = { provider: 'cpu' };

export const isCpu = ({ provider }: SessionDevice): boolean => provider === 'cpu';

/**
 * Options of a session that depend on the device. Operators that a provider lacks are computed by the processor. Outputs
 * stay in main memory: reading one from a device buffer ends the process.
 */
export function deviceOptions(device: SessionDevice): InferenceSession.SessionOptions {
  if (isCpu(device)) return { executionProviders: ['cpu'] };
  // DirectML rejects memory patterns, and the others don't use them.
  return { executionProviders: providersOf(device), enableMemPattern: false, executionMode: 'sequential' };
}

function providersOf({ provider, card }: SessionDevice): InferenceSession.ExecutionProviderConfig[] {
  // WebGPU finds only the chosen card, see `selectCard`.
  const number = card === undefined || provider === 'webgpu' ? {} : { deviceId: card };
  // TensorRT leaves parts of graphs to CUDA.
  const names = provider === 'tensorrt' ? ['tensorrt', 'cuda'] : [provider];
  return names.map((name) => ({ name, ...number }));
}
