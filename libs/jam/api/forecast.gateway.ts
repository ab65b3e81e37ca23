import { Injectable } from '@nestjs/common';
import type { CommandReply } from '@visionary/contract';
import { EstimateModelLoad } from '@visionary/generation';
import { type Call, Command } from '@visionary/platform/realtime';

/** What switching to a model takes, for whoever is about to. */
@Injectable()
export class ForecastGateway {
  constructor(private readonly estimateModelLoad: EstimateModelLoad) {}

  @Command('jam.estimateLoad')
  async forecast({ payload }: Call<'jam.estimateLoad'>): Promise<CommandReply<'jam.estimateLoad'>> {
    const { inMemory, loadMs, evicts } = await this.estimateModelLoad.run(payload.model, payload.loras ?? []);
    return { inMemory, evicts: [...evicts], ...(loadMs !== undefined && { loadMs: Math.round(loadMs) }) };
  }
}
