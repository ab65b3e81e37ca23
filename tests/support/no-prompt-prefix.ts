import type { ResolvePromptPrefixes } from '@visionary/safety';

/** For use cases made by hand: a house that adds nothing. Nest gives them the real one. */
export const noPromptPrefix = <T extends object>(useCase: T): T => {
  const promptStyle: Pick<ResolvePromptPrefixes, 'run'> = {
    run: () => Promise.resolve({ promptPrefixes: [], room: { prefix: '', negativeSuffix: '' }, isOn: true }),
  };
  return Object.assign(useCase, { promptStyle });
};
