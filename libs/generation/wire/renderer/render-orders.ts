import { Injectable } from '@nestjs/common';
import { ModelCatalogue } from '../../domain/model.js';
import type { RendererCommand } from '../../domain/renderer-protocol.js';
import type { Take } from '../../domain/take.js';

/** A take as the renderer is told it. */
@Injectable()
export class RenderOrders {
  constructor(private readonly models: ModelCatalogue) {}

  /** @returns null when its model was taken away after it was queued. */
  async of(take: Take, watched: boolean): Promise<RendererCommand | null> {
    const { model: id, ...settings } = take.settings;
    const model = await this.models.find(id);
    if (!model) return null;
    const job = { prompt: take.prompt, negative: take.negative, ...settings };
    return { type: 'render', takeId: take.id, modelDir: model.dir, modelName: model.id, job, watched };
  }
}
