import type { SubjectFacts } from '@visionary/safety';
import { levelOf, type Maturity, type PictureLevel } from '../../domain/picture-level.js';
import type { Take, TakePicture } from '../../domain/take.js';

/** By this name what is set aside of takes finds back to them. */
export const TAKES_KEEPER = 'generation';

/** A picture of a take as those who moderate see it. */
export const takeFacts = (take: Take, { sha256, width, height, ...picture }: TakePicture): SubjectFacts => ({
  ...{ title: `${take.number}`, text: '', authorId: take.authorId, at: take.queuedAt },
  ...{ prompt: take.prompt, negative: take.negative },
  picture: { sha256, width, height, type: 'image/png', maturity: maturityOf(levelOf(picture)) },
  path: `/rooms/${take.roomId}?take=${take.number}`,
});

const maturityOf = (level: PictureLevel | undefined): Maturity => (level === 'held' ? 'adult' : (level ?? 'everybody'));
