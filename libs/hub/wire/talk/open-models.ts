import { Injectable } from '@nestjs/common';
import type { CommandReply } from '@visionary/contract';
import { type Call, Command, OpenPages } from '@visionary/platform/realtime';
import { hubChannel } from '../channels.js';
import { ModelCounts } from './model-counts.js';
import { SeenModels } from './seen-models.js';

/** Which models each page of this node has open. */
@Injectable()
export class OpenModels extends OpenPages {
  constructor() {
    super(hubChannel);
  }
}

/** Who looks at which model. */
@Injectable()
export class LookGateway {
  constructor(
    private readonly open: OpenModels,
    private readonly seen: SeenModels,
    private readonly counts: ModelCounts,
  ) {}

  /** Hears first and counts then, so that nothing falls between. @throws Rejection HUB_MODEL_NOT_FOUND */
  @Command('hub.open')
  async look({ payload: { modelId }, person, socket }: Call<'hub.open'>): Promise<CommandReply<'hub.open'>> {
    await this.seen.require(modelId, person?.id ?? null);
    await this.open.add(socket, modelId);
    return { counts: await this.counts.one(modelId) };
  }

  @Command('hub.close')
  async lookAway({ payload: { modelId }, socket }: Call<'hub.close'>): Promise<CommandReply<'hub.close'>> {
    await this.open.remove(socket, modelId);
    return {};
  }
}
