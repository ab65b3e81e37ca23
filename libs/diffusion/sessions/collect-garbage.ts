import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collector = (options: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void;

let collector: Collector | undefined;

/**
 * Runs a full garbage collection and returns memory to the system. Vocabularies and parsed files leave hundreds of
 * megabytes, which would count as the model's and which V8 keeps until memory is short. Takes a few tens of
 * milliseconds.
 */
export function collectGarbage(): void {
  if (!collector) {
    setFlagsFromString('--expose-gc');
    collector = runInNewContext('gc') as Collector;
  }
  collector({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
