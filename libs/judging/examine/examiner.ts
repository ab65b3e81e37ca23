import type { Fault } from '../broken/fault.js';
import { findFault } from '../broken/find-fault.js';
import type { GivenPicture, JudgeQuestion } from '../judge-protocol.js';
import type { Classifier } from '../network/classifier.js';
import type { Purpose, RawPicture } from '../picture.js';
import type { Scores } from '../verdict.js';
import { type Background, partOf, pixelsOf, readPicture } from './read-picture.js';
import { windowsOf } from './windows.js';

export interface Examination {
  readonly broken: Fault | null;
  readonly classes: Scores;
}

/** Looks at one picture after the other: whether it is whole, and what is in it. */
export class Examiner {
  constructor(private readonly classifier: Classifier) {}

  /** @throws Error where the network fails, not the picture */
  async examine({ picture, what }: Pick<JudgeQuestion, 'picture' | 'what'>): Promise<Examination | 'unreadable'> {
    const read = await this.read(picture, what).catch(() => null);
    if (!read) return 'unreadable';
    const looks: Scores[] = [];
    for (const part of read.parts) looks.push(await this.classifier.look(part));
    return { broken: read.whole && findFault(read.whole), classes: strongest(looks) };
  }

  /** @throws Error for bytes that are no picture */
  private async read(given: GivenPicture, what: Purpose): Promise<{ whole: RawPicture | null; parts: Uint8Array[] }> {
    const picture = await readPicture(given);
    const parts: Uint8Array[] = [];
    for (const window of windowsOf(picture)) {
      // What shows on a dark page only is there, too.
      const backgrounds: readonly Background[] = picture.isSeeThrough ? ['white', 'black'] : ['white'];
      for (const background of backgrounds) parts.push(await partOf(picture, window, background, this.classifier));
    }
    if (what !== 'final') return { whole: null, parts };
    return { whole: given instanceof Uint8Array ? await pixelsOf(picture) : given, parts };
  }
}

/** Of each class the most that was seen anywhere. */
function strongest(looks: readonly Scores[]): Scores {
  const all: Record<string, number> = {};
  for (const [name, score] of looks.flatMap((scores) => Object.entries(scores))) {
    all[name] = Math.max(all[name] ?? 0, score);
  }
  return all;
}
