import { countPrompt } from '@visionary/diffusion';
import type { RendererCommand, RendererReport } from '../../../libs/generation/domain/renderer-protocol.js';
import type { ModelResourceCache } from './model-resources.js';
import { errorFields, log } from './log.js';

type CountCommand = Extract<RendererCommand, { type: 'count' }>;

/** Counts tokens while the engine renders. An unreadable model gives 0 tokens and a limit of 0. */
export class TokenCountHandler {
  constructor(
    private readonly resources: ModelResourceCache,
    private readonly send: (report: RendererReport) => void,
  ) {}

  async count({ requestId, modelDir, texts }: CountCommand): Promise<void> {
    try {
      const lease = await this.resources.acquire(modelDir);
      try {
        const tokenizer = lease.value.tokenizer();
        this.send({ type: 'counted', requestId, counts: texts.map((text) => countPrompt(text, tokenizer)) });
      } finally {
        lease.release();
      }
    } catch (error) {
      log('warn', 'tokens could not be counted', errorFields(error));
      this.send({ type: 'counted', requestId, counts: texts.map(() => ({ tokens: 0, limit: 0 })) });
    }
  }
}
