import { cpus } from 'node:os';

/** The runtime has about ten threads, whatever the machine. */
const BASE = 128;

/** Processes and threads that a sandboxed process may have. */
export const processLimit = (threadsPerCore: number): number => BASE + threadsPerCore * cpus().length;
