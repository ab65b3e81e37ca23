import type { Provider, ProviderProblem } from '@visionary/contract';
import type { RendererEnvironment } from './renderer-options.js';

export interface DeviceCrash {
  readonly provider: Provider;
  /** Folder of the model that was rendered. */
  readonly modelDir: string;
  readonly reason: string;
}

/** After this many, the device itself or its driver is at fault. */
const MAX_CRASHES = 3;
const MAX_DETAIL = 500;

/**
 * Renderer processes that ended while a device computed. Later processes compute those models with the processor, until
 * the server restarts.
 */
export class DeviceCrashes {
  private readonly all: DeviceCrash[] = [];

  add(crash: DeviceCrash): void {
    this.all.push(crash);
  }

  get areTooMany(): boolean {
    return this.all.length >= MAX_CRASHES;
  }

  /** What is passed to later processes. */
  get settings(): Pick<RendererEnvironment, 'cpuModels' | 'providerProblems'> {
    return {
      cpuModels: [...new Set(this.all.map(({ modelDir }) => modelDir))],
      providerProblems: this.all.slice(-MAX_CRASHES).map(problemOf),
    };
  }
}

const problemOf = ({ provider, reason }: DeviceCrash): ProviderProblem => ({
  provider,
  reason: 'failed',
  detail: `the renderer ${reason} while it computed a step`.slice(0, MAX_DETAIL),
});
