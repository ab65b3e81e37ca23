import { env } from 'onnxruntime-node';

/** What runs the graphs. Another runtime or provider may round differently, so a record names both. */
export const RUNTIME = { runtime: `onnxruntime-node ${env.versions.node ?? env.versions.common}`, provider: 'cpu' };
