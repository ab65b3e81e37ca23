import { isRejection } from '@visionary/kernel';

/** @returns 'ok', or the code of the rejection. @throws what isn't one */
export const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'ok',
    (error: unknown) => {
      if (isRejection(error)) return error.code;
      throw error;
    },
  );
