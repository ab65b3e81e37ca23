import { at } from '../paths.mjs';

/** TypeScript 7, the native compiler. One checker: several check the same declarations each, for more of the processor. */
export const NATIVE_COMPILER = [at('node_modules/typescript-native/bin/tsc'), '--checkers', '1'];
