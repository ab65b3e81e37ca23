import { Inject } from '@nestjs/common';
import type { AddedWords } from '../../domain/styles/style.js';
import { ComposeStyle } from './compose-style.js';

/** What use cases that take a prompt are asked for. */
export interface PromptOrder {
  readonly roomId: string;
  /** As it was typed, and so it stays. */
  readonly prompt: string;
  readonly negative: string;
  readonly settings: { readonly model: string };
  /** What the house adds. Whoever says it themselves repeats what was composed before. */
  readonly added?: readonly AddedWords[] | undefined;
}

const STYLE = 'promptStyle';

/**
 * Composes house style and safety around a use case that takes a prompt: its order comes with what the instance, the model and
 * the room add. What was typed is not touched; both are kept apart, and become one only where the text is encoded.
 */
export function PromptPrefix() {
  return <O extends PromptOrder, Rest extends unknown[], R>(
    target: object,
    _key: string | symbol,
    descriptor: TypedPropertyDescriptor<(order: O, ...rest: Rest) => Promise<R>>,
  ): void => {
    Inject(ComposeStyle)(target, STYLE);
    const run = descriptor.value!;
    descriptor.value = async function (this: { [STYLE]?: ComposeStyle }, order: O, ...rest: Rest): Promise<R> {
      if (order.added) return run.call(this, order, ...rest);
      const { added } = await this[STYLE]!.run({ roomId: order.roomId, model: order.settings.model });
      return run.call(this, { ...order, added }, ...rest);
    };
  };
}
