import { Inject } from '@nestjs/common';
import type { AppliedPromptPrefix } from '@visionary/contract';
import { PromptPrefixesService } from './prompt-prefixes.service.js';

/** The argument of a use case that accepts a prompt. */
export interface PromptRequest {
  readonly roomId: string;
  /** As written by the user. */
  readonly prompt: string;
  readonly negative: string;
  readonly settings: { readonly model: string };
  /** The prefixes of a take that is rendered again. Without them, they are resolved. */
  readonly promptPrefixes?: readonly AppliedPromptPrefix[] | undefined;
}

const INJECTED = 'promptPrefixes';

/**
 * Decorates a use case that accepts a prompt: passes it the prefixes of the instance, the model and the room. Prompt and prefixes
 * stay apart until the text is encoded.
 */
export function withPromptPrefix() {
  return <Request extends PromptRequest, Rest extends unknown[], R>(
    target: object,
    _key: string | symbol,
    descriptor: TypedPropertyDescriptor<(request: Request, ...rest: Rest) => Promise<R>>,
  ): void => {
    Inject(PromptPrefixesService)(target, INJECTED);
    const run = descriptor.value!;
    descriptor.value = async function (
      this: { [INJECTED]?: PromptPrefixesService },
      request: Request,
      ...rest: Rest
    ): Promise<R> {
      if (request.promptPrefixes) return run.call(this, request, ...rest);
      const { promptPrefixes } = await this[INJECTED]!.resolve({
        roomId: request.roomId,
        model: request.settings.model,
      });
      return run.call(this, { ...request, promptPrefixes }, ...rest);
    };
  };
}
