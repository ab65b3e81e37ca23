import { availableBytes } from './memory.js';
import { OutOfMemoryError } from '../errors.js';

/** How the runtime, the allocator and the engine say that there is no memory. */
const SAID = /bad_alloc|bad array new length|out of memory|failed to allocate|allocation fail|cannot allocate|ENOMEM/i;

/** The error for what means that memory ran out, or undefined for anything else. */
export function asOutOfMemory(error: unknown): OutOfMemoryError | undefined {
  if (error instanceof OutOfMemoryError) return error;
  if (!(error instanceof Error) || !SAID.test(`${(error as NodeJS.ErrnoException).code ?? ''} ${error.message}`)) {
    return undefined;
  }
  return new OutOfMemoryError(0, availableBytes(), error.message);
}
