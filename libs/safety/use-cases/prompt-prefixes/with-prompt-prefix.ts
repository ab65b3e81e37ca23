import { Inject } from '@nestjs/common';
import type { AppliedPromptPrefix } from '../../domain/prompt-prefixes/stored-prompt-prefix.js';
import { ResolvePromptPrefixes } from './resolve-prompt-prefixes.js';

/** What use cases that take a prompt are asked for. */
export interface PromptOrder {
  readonly roomId: string;
  /** As it was typed, and so it stays. */
  readonly prompt: string;
  readonly negative: string;
  readonly settings: { readonly model: string };
  /** What the house adds. Whoever says it themselves repeats what was composed before. */
  readonly added?: readonly AppliedPromptPrefix[] | undefined;
}

const STYLE = 'promptStyle';

/**
 * Composes house style and safety around a use case that takes a prompt: its order comes with what the instance, the model and
 * the room add. What was typed is not touched; both are kept apart, and become one only where the text is encoded.
 */
export function withPromptPrefix() {
  return <O extends PromptOrder, Rest extends unknown[], R>(
    target: object,
    _key: string | symbol,
    descriptor: TypedPropertyDescriptor<(order: O, ...rest: Rest) => Promise<R>>,
  ): void => {
    Inject(ResolvePromptPrefixes)(target, STYLE);
    const run = descriptor.value!;
    descriptor.value = async function (this: { [STYLE]?: ResolvePromptPrefixes }, order: O, ...rest: Rest): Promise<R> {
      if (order.added) return run.call(this, order, ...rest);
      const { promptPrefixes } = await this[STYLE]!.run({ roomId: order.roomId, model: order.settings.model });
      return run.call(this, { ...order, added: promptPrefixes }, ...rest);
    };
  };
}
