import { availableParallelism } from 'node:os';

export interface RendererSettings {
  /** Threads of one model call. */
  readonly threads: number;
  /** Models that stay in memory. */
  readonly models: number;
}

/** From the environment that the server hands on: RENDERER_THREADS, RENDERER_MODELS; 0 or absent is our choice. */
export function readSettings(variables: NodeJS.ProcessEnv): RendererSettings {
  return {
    threads: readCount(variables.RENDERER_THREADS) ?? availableParallelism(),
    models: readCount(variables.RENDERER_MODELS) ?? 2,
  };
}

function readCount(text: string | undefined): number | undefined {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 && value <= 1024 ? value : undefined;
}
