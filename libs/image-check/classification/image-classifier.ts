import type { Defect } from '../defects/defect.js';
import { findDefect } from '../defects/find-defect.js';
import type { ImageInput, CheckRequest } from '../checker-protocol.js';
import type { Classifier } from '../classifiers/classifier.js';
import type { CheckPurpose, RawImage } from '../image.js';
import type { Scores } from '../verdict.js';
import { type BackgroundColor, cropWindow, pixelsOf, readImage } from './read-image.js';
import { windowsOf } from './windows.js';

export interface ClassificationResult {
  readonly broken: Defect | null;
  readonly classes: Scores;
}

/** Looks at one image after the other: whether it is whole, and what is in it. */
export class ImageClassifier {
  constructor(private readonly classifier: Classifier) {}

  /** @throws Error where the network fails, not the image */
  async examine({ image, what }: Pick<CheckRequest, 'image' | 'what'>): Promise<ClassificationResult | 'unreadable'> {
    const read = await this.read(image, what).catch(() => null);
    if (!read) return 'unreadable';
    const looks: Scores[] = [];
    for (const part of read.parts) looks.push(await this.classifier.classify(part));
    return { broken: read.whole && findDefect(read.whole), classes: maxScores(looks) };
  }

  /** @throws Error for bytes that are no image */
  private async read(given: ImageInput, what: CheckPurpose): Promise<{ whole: RawImage | null; parts: Uint8Array[] }> {
    const image = await readImage(given);
    const parts: Uint8Array[] = [];
    for (const window of windowsOf(image)) {
      // What shows on a dark page only is there, too.
      const backgrounds: readonly BackgroundColor[] = image.hasAlpha ? ['white', 'black'] : ['white'];
      for (const background of backgrounds) parts.push(await cropWindow(image, window, background, this.classifier));
    }
    if (what !== 'final') return { whole: null, parts };
    return { whole: given instanceof Uint8Array ? await pixelsOf(image) : given, parts };
  }
}

/** Of each class the most that was seen anywhere. */
function maxScores(looks: readonly Scores[]): Scores {
  const all: Record<string, number> = {};
  for (const [name, score] of looks.flatMap((scores) => Object.entries(scores))) {
    all[name] = Math.max(all[name] ?? 0, score);
  }
  return all;
}
