import { Injectable } from '@nestjs/common';
import type { CommandReply } from '@visionary/contract';
import { type Call, Command, OpenSubscriptions } from '@visionary/platform/realtime';
import { hubChannel } from '../channels.js';
import { ModelCounts } from './model-counts.js';
import { ModelVisibility } from './model-visibility.js';

/** Which models each page of this node has open. */
@Injectable()
export class OpenModels extends OpenSubscriptions {
  constructor() {
    super(hubChannel);
  }
}

/** Who looks at which model. */
@Injectable()
export class ModelSubscriptionGateway {
  constructor(
    private readonly open: OpenModels,
    private readonly seen: ModelVisibility,
    private readonly counts: ModelCounts,
  ) {}

  /** Hears first and counts then, so that nothing falls between. @throws Rejection HUB_MODEL_NOT_FOUND */
  @Command('hub.openModel')
  async look({ payload: { modelId }, user, socket }: Call<'hub.openModel'>): Promise<CommandReply<'hub.openModel'>> {
    await this.seen.require(modelId, user?.id ?? null);
    await this.open.add(socket, modelId);
    return { counts: await this.counts.one(modelId) };
  }

  @Command('hub.closeModel')
  async lookAway({ payload: { modelId }, socket }: Call<'hub.closeModel'>): Promise<CommandReply<'hub.closeModel'>> {
    await this.open.remove(socket, modelId);
    return {};
  }
}
