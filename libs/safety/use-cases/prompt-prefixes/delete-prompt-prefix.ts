import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { PromptPrefixChanged, PromptPrefixes } from '../../domain/prompt-prefixes/prompt-prefixes.js';

/** What was added for a model goes with it: whatever has its name later is another. */
@Injectable()
export class DeletePromptPrefix {
  constructor(
    private readonly promptPrefixes: PromptPrefixes,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Inside a unit of work. */
  async run(modelId: string): Promise<void> {
    if (await this.promptPrefixes.remove('model', modelId)) this.unitOfWork.publish(new PromptPrefixChanged(null));
  }
}
