import { afterAll } from '@jest/globals';

type Ending = () => unknown;

const endings: Ending[] = [];

/** Registers the end of something a test has started; ends run after the file's last test, the newest first. */
export function atTheEnd(ending: Ending): void {
  endings.push(ending);
}

afterAll(async () => {
  const failures: unknown[] = [];
  for (let ending = endings.pop(); ending; ending = endings.pop()) {
    try {
      await ending();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Something a test has started did not end');
});
