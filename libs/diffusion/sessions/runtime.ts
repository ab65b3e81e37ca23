import { env, listSupportedBackends } from '@visionary/onnxruntime';

/** Names the runtime for render records, because others may round differently. */
export const RUNTIME = `onnxruntime-node ${env.versions.node ?? env.versions.common}`;

/** Providers that this build of the runtime has, and whether their libraries are part of it. */
export const runtimeBackends = (): readonly { readonly name: string; readonly bundled: boolean }[] =>
  listSupportedBackends();
