import type { PromptPrefixesService } from '@visionary/safety';

/** Injects what Nest would inject into use cases that a test constructs: no prompt prefixes. */
export const noPromptPrefix = <T extends object>(useCase: T): T => {
  const promptPrefixes: Pick<PromptPrefixesService, 'resolve'> = {
    resolve: () => Promise.resolve({ promptPrefixes: [], room: { prefix: '', negativeSuffix: '' }, isOn: true }),
  };
  return Object.assign(useCase, { promptPrefixes });
};
