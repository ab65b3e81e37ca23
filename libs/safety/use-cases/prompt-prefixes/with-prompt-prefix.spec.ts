import { describe, expect, it } from '@jest/globals';
import type { AppliedPromptPrefix } from '@visionary/contract';
import { type PromptRequest, withPromptPrefix } from './with-prompt-prefix.js';

const PREFIXES: AppliedPromptPrefix[] = [{ scope: 'instance', prefix: 'ink', negativeSuffix: 'gore' }];
const REQUEST: PromptRequest = { roomId: 'room', prompt: 'a fox', negative: '', settings: { model: 'mini' } };

class UseCase {
  readonly promptPrefixes = {
    resolve: ({ model }: { model: string }) => Promise.resolve({ promptPrefixes: model === 'off' ? [] : PREFIXES }),
  };

  @withPromptPrefix()
  run(request: PromptRequest, limit: number): Promise<{ request: PromptRequest; limit: number; self: UseCase }> {
    return Promise.resolve({ request, limit, self: this });
  }
}

describe('@withPromptPrefix()', () => {
  it('[S43] adds the prefixes and passes everything else unchanged', async () => {
    const useCase = new UseCase();
    expect(await useCase.run(REQUEST, 5)).toEqual({
      request: { ...REQUEST, promptPrefixes: PREFIXES },
      limit: 5,
      self: useCase,
    });
    const off = { ...REQUEST, settings: { model: 'off' } };
    expect((await useCase.run(off, 5)).request.promptPrefixes).toEqual([]);
  });

  it('[S47] keeps the prefixes of a take that is rendered again', async () => {
    const again = { ...REQUEST, promptPrefixes: [] };
    expect((await new UseCase().run(again, 1)).request).toBe(again);
  });
});
