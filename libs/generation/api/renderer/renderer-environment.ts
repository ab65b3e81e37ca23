import type { ImageCheckSettings } from '@visionary/platform/config';

/** What the renderer may know: where programs and temporary files are, not where the database is. */
const HANDED_ON = [
  ...['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'TEMP', 'SystemRoot', 'LD_LIBRARY_PATH'],
  'NODE_COMPILE_CACHE',
];

/**
 * Memory of a model that was put away goes back to the system only with these two: glibc otherwise keeps it
 * in arenas for ever.
 */
const ALLOCATOR = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '65536' };

export const rendererEnvironment = (
  options: { threads: number; memoryMiB: number; modelCacheDir?: string; images?: ImageCheckSettings },
  from: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(HANDED_ON.filter((name) => from[name] !== undefined).map((name) => [name, from[name]])),
  ...ALLOCATOR,
  RENDERER_THREADS: String(options.threads),
  RENDERER_MEMORY: String(options.memoryMiB),
  ...(options.modelCacheDir !== undefined && { RENDERER_MODEL_CACHE: options.modelCacheDir }),
  ...(options.images?.areChecked && {
    ...{ IMAGE_CHECK: 'on', IMAGE_CHECK_THRESHOLDS: JSON.stringify(options.images.limits) },
    ...(options.images.classifier !== undefined && { IMAGE_CLASSIFIER: options.images.classifier }),
  }),
});
