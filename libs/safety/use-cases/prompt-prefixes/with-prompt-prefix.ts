import { Inject } from '@nestjs/common';
import type { AppliedPromptPrefix } from '@visionary/contract';
import { PromptPrefixesService } from './prompt-prefixes.service.js';

/** The argument of a use case that accepts a prompt. */
export interface PromptOrder {
  readonly roomId: string;
  /** As written by the user. */
  readonly prompt: string;
  readonly negative: string;
  readonly settings: { readonly model: string };
  /** The prefixes of a take that is rendered again. Without them, they are resolved. */
  readonly added?: readonly AppliedPromptPrefix[] | undefined;
}

const INJECTED = 'promptPrefixes';

/**
 * Decorates a use case that accepts a prompt: passes it the prefixes of the instance, the model and the room. Prompt and prefixes
 * stay apart until the text is encoded.
 */
export function withPromptPrefix() {
  return <O extends PromptOrder, Rest extends unknown[], R>(
    target: object,
    _key: string | symbol,
    descriptor: TypedPropertyDescriptor<(order: O, ...rest: Rest) => Promise<R>>,
  ): void => {
    Inject(PromptPrefixesService)(target, INJECTED);
    const run = descriptor.value!;
    descriptor.value = async function (
      this: { [INJECTED]?: PromptPrefixesService },
      order: O,
      ...rest: Rest
    ): Promise<R> {
      if (order.added) return run.call(this, order, ...rest);
      const { promptPrefixes } = await this[INJECTED]!.resolve({ roomId: order.roomId, model: order.settings.model });
      return run.call(this, { ...order, added: promptPrefixes }, ...rest);
    };
  };
}
