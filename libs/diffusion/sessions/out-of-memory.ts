import { availableBytes } from './memory.js';
import { OutOfMemoryError } from '../errors.js';

/** Out-of-memory messages of the runtime, the allocator, and V8. */
const MESSAGES =
  /bad_alloc|bad array new length|out of memory|failed to allocate|allocation fail|cannot allocate|ENOMEM/i;

/** Converts errors that mean out of memory. Undefined for all others. */
export function asOutOfMemory(error: unknown): OutOfMemoryError | undefined {
  if (error instanceof OutOfMemoryError) return error;
  if (!(error instanceof Error) || !MESSAGES.test(`${(error as NodeJS.ErrnoException).code ?? ''} ${error.message}`)) {
    return undefined;
  }
  return new OutOfMemoryError(0, availableBytes(), error.message);
}
