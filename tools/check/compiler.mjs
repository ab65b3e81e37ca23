import { at } from '../paths.mjs';

/**
 * TypeScript 7, the native compiler. Uses one checker: several would check the same declarations repeatedly for more
 * CPU time.
 */
export const NATIVE_COMPILER = [at('node_modules/typescript-native/bin/tsc'), '--checkers', '1'];
