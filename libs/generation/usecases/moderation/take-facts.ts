import type { SubjectFacts } from '@visionary/safety';
import type { Take, TakePicture } from '../../domain/take.js';

/** By this name what is set aside of takes finds back to them. */
export const TAKES_KEEPER = 'generation';

/** A picture of a take as those who moderate see it. */
export const takeFacts = (take: Take, { sha256, width, height, level }: TakePicture): SubjectFacts => ({
  ...{ title: `${take.number}`, text: '', authorId: take.authorId, at: take.queuedAt },
  ...{ prompt: take.prompt, negative: take.negative },
  picture: { sha256, width, height, type: 'image/png', maturity: level ? 'adult' : 'everybody' },
  path: `/rooms/${take.roomId}?take=${take.number}`,
});
