import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collector = (options: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void;

/** What a heap of this size could return is little beside a model, and not worth a fifth of a second of CPU time. */
export const SMALL_HEAP_BYTES = 128 * 2 ** 20;

let collector: Collector | undefined;

/**
 * Runs a full garbage collection and returns memory to the system. Vocabularies and parsed files leave hundreds of
 * megabytes, which would count as the model's and which V8 keeps until memory is short. Takes a few tens of
 * milliseconds.
 * @param minHeapBytes a smaller heap stays as it is
 */
export function collectGarbage(minHeapBytes = 0): void {
  const { total_heap_size: heapBytes, external_memory: externalBytes } = getHeapStatistics();
  if (heapBytes + externalBytes < minHeapBytes) return;
  if (!collector) {
    setFlagsFromString('--expose-gc');
    collector = runInNewContext('gc') as Collector;
  }
  collector({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
