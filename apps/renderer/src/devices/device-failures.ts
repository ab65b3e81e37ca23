import { DeviceError } from '@visionary/diffusion';
import type { ModelRequest } from '../model-requests.js';

/** What renders a model instead: the processor, or the device with 32 bits. */
export type Remedy = 'processor' | 'fullPrecision';

/** A driver may lack memory for one large image, which it reports like any other failure. */
const FAILURES_IN_A_ROW = 2;

/** Models that the device can't compute. The processor computes them for as long as this process runs. */
export class DeviceFailures {
  private readonly models: Set<string>;
  private readonly failures = new Map<string, number>();
  /** Models that overflow with 16 bits. */
  private readonly overflowing = new Set<string>();

  /** @param models folders of those that earlier processes ended with. @param onFailed called for each further one */
  constructor(
    models: readonly string[],
    private readonly onFailed: (modelName: string, reason: string, remedy: Remedy) => void,
  ) {
    this.models = new Set(models);
  }

  has({ modelDir }: ModelRequest): boolean {
    return this.models.has(modelDir);
  }

  add({ modelDir, modelName }: ModelRequest, error: unknown): void {
    if (this.models.has(modelDir)) return;
    this.models.add(modelDir);
    this.onFailed(modelName, reasonOf(error), 'processor');
  }

  /** Whether the device computes it with 32 bits, although it could with 16. */
  needsFullPrecision({ modelDir }: ModelRequest): boolean {
    return this.overflowing.has(modelDir);
  }

  setFullPrecision({ modelDir }: ModelRequest, isFull: boolean): void {
    if (isFull) this.overflowing.add(modelDir);
    else this.overflowing.delete(modelDir);
  }

  /** With 32 bits, it rendered what overflowed with 16. */
  addOverflow({ modelName }: ModelRequest, error: unknown): void {
    this.onFailed(modelName, reasonOf(error), 'fullPrecision');
  }

  /** It failed in a take. */
  count(request: ModelRequest, error: unknown): void {
    const failures = (this.failures.get(request.modelDir) ?? 0) + 1;
    this.failures.set(request.modelDir, failures);
    if (failures >= FAILURES_IN_A_ROW) this.add(request, error);
  }

  /** It rendered an image. */
  reset({ modelDir }: ModelRequest): void {
    this.failures.delete(modelDir);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof DeviceError) return error.reason;
  return error instanceof Error ? error.message : String(error);
}
