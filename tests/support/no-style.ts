import type { ComposeStyle } from '@visionary/safety';

/** For use cases made by hand: a house that adds nothing. Nest gives them the real one. */
export const withoutStyle = <T extends object>(useCase: T): T => {
  const promptStyle: Pick<ComposeStyle, 'run'> = {
    run: () => Promise.resolve({ added: [], room: { prefix: '', suffix: '' }, isOn: true }),
  };
  return Object.assign(useCase, { promptStyle });
};
