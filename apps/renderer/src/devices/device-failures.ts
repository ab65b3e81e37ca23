import { DeviceError } from '@visionary/diffusion';
import type { ModelRequest } from '../model-requests.js';

/** A driver may lack memory for one large image, which it reports like any other failure. */
const FAILURES_IN_A_ROW = 2;

/** Models that the device can't compute. The processor computes them for as long as this process runs. */
export class DeviceFailures {
  private readonly models: Set<string>;
  private readonly failures = new Map<string, number>();

  /** @param models folders of those that earlier processes ended with. @param onFailed called for each further one */
  constructor(
    models: readonly string[],
    private readonly onFailed: (modelName: string, reason: string) => void,
  ) {
    this.models = new Set(models);
  }

  has({ modelDir }: ModelRequest): boolean {
    return this.models.has(modelDir);
  }

  add({ modelDir, modelName }: ModelRequest, error: unknown): void {
    if (this.models.has(modelDir)) return;
    this.models.add(modelDir);
    this.onFailed(modelName, reasonOf(error));
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
