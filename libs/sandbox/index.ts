export { builtProgram } from './built-program.js';
export { onOutputLines } from './child-output.js';
export { graphicsDevices } from './graphics.js';
export { isolationInEffect, isolationOf, type SandboxPurpose } from './isolation-in-effect.js';
export { findIsolation, type Isolation } from './isolation.js';
export type { IsolationLevel } from './isolation-level.js';
export { pollMemory, watchMemory } from './memory-watch.js';
export { processLimit } from './process-limit.js';
export { programEnvironment } from './program-environment.js';
export { isInside, makeReadable, withFilesBeside } from './readable-paths.js';
export { makeScratchFolder } from './scratch-folder.js';
export { processTree, residentBytes } from './resident-memory.js';
export { isSandboxUid } from './sandbox-user.js';
export {
  endingSignal,
  type SandboxedProcess,
  type SandboxedProgram,
  canRead,
  startSandboxed,
} from './sandboxed-process.js';
