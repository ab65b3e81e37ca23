import { Injectable } from '@nestjs/common';
import {
  type AppliedPromptPrefix,
  combinePrefixes,
  EMPTY_PROMPT_PREFIX,
  type PromptPrefix,
} from '../../domain/prompt-prefixes/stored-prompt-prefix.js';
import { PromptPrefixes } from '../../domain/prompt-prefixes/prompt-prefixes.js';

export interface ResolvedPromptPrefixes {
  readonly promptPrefixes: AppliedPromptPrefix[];
  /** What of it the room says, also where the model has it switched off. */
  readonly room: PromptPrefix;
  readonly isOn: boolean;
}

/** What the house adds to a prompt: style and safety, of the instance, the model and the room. */
@Injectable()
export class ResolvePromptPrefixes {
  constructor(private readonly promptPrefixes: PromptPrefixes) {}

  async run(place: { readonly roomId: string; readonly model: string }): Promise<ResolvedPromptPrefixes> {
    const around = await this.promptPrefixes.around(place);
    const { prefix, negativeSuffix } = around.find(({ scope }) => scope === 'room') ?? EMPTY_PROMPT_PREFIX;
    const isOn = around.every((style) => style.scope !== 'model' || style.isOn);
    return { promptPrefixes: combinePrefixes(around), room: { prefix, negativeSuffix }, isOn };
  }
}
