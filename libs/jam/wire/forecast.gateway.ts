import { Injectable } from '@nestjs/common';
import type { CommandReply } from '@visionary/contract';
import { ForecastModel } from '@visionary/generation';
import { type Call, Command } from '@visionary/platform/realtime';

/** What switching to a model takes, for whoever is about to. */
@Injectable()
export class ForecastGateway {
  constructor(private readonly forecastModel: ForecastModel) {}

  @Command('jam.forecast')
  async forecast({ payload }: Call<'jam.forecast'>): Promise<CommandReply<'jam.forecast'>> {
    const { inMemory, loadMs, evicts } = await this.forecastModel.run(payload.model, payload.loras ?? []);
    return { inMemory, evicts: [...evicts], ...(loadMs !== undefined && { loadMs: Math.round(loadMs) }) };
  }
}
