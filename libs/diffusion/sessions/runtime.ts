import { env } from '@visionary/onnxruntime';

/** Names the runtime and its execution provider for render records, because others may round differently. */
export const RUNTIME = { runtime: `onnxruntime-node ${env.versions.node ?? env.versions.common}`, provider: 'cpu' };
