import type { Adapter, AdapterTensors } from './adapter.js';
import { difference } from './difference.js';
import { hadamard } from './hadamard.js';
import { kronecker } from './kronecker.js';
import { dora, lora } from './low-rank.js';
import { orthogonal } from './orthogonal.js';
import { rescaling } from './rescaling.js';

const ADAPTERS: readonly Adapter[] = [lora, dora, hadamard, kronecker, rescaling, orthogonal, difference];

/** The adapter that the tensors of a module make. A module that changes only a bias has none. */
export function adapterOf(tensors: AdapterTensors): Adapter | undefined {
  return ADAPTERS.find((adapter) => adapter.matches(tensors));
}
