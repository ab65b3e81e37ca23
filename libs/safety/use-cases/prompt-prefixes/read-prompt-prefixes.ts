import { Injectable } from '@nestjs/common';
import {
  EMPTY_PROMPT_PREFIX,
  type StoredPromptPrefix,
  type PromptPrefix,
} from '../../domain/prompt-prefixes/stored-prompt-prefix.js';
import { PromptPrefixes } from '../../domain/prompt-prefixes/prompt-prefixes.js';

/** What those who look after the instance have said of prompts. */
@Injectable()
export class ReadPromptPrefixes {
  constructor(private readonly promptPrefixes: PromptPrefixes) {}

  async run(): Promise<{ instance: PromptPrefix; models: StoredPromptPrefix[] }> {
    const all = await this.promptPrefixes.ofInstance();
    return {
      instance: all.find(({ scope }) => scope === 'instance') ?? EMPTY_PROMPT_PREFIX,
      models: all.filter(({ scope }) => scope === 'model'),
    };
  }
}
