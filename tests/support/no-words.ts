import type { OpenCase } from '@visionary/safety';
import type { LiveWords } from '../../libs/safety/usecases/words/live-words.js';
import { CheckWords } from '../../libs/safety/usecases/words/check-words.js';
import { FindWords } from '../../libs/safety/usecases/words/find-words.js';

/** Lists without a word on them. */
export const noWords = (): CheckWords =>
  new CheckWords(new FindWords({ find: () => [] } as unknown as LiveWords), {} as OpenCase);
