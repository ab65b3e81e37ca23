import type { Defect } from '../defects/defect.js';
import { findDefect } from '../defects/find-defect.js';
import type { ImageInput, CheckRequest } from '../checker-protocol.js';
import type { Classifier } from '../classifiers/classifier.js';
import type { CheckPurpose, RawImage } from '../image.js';
import type { Scores } from '../verdict.js';
import { type BackgroundColor, cropWindow, pixelsOf, readImage } from './read-image.js';
import { windowsOf } from './windows.js';

export interface ClassificationResult {
  readonly defect: Defect | null;
  readonly classes: Scores;
}

/** Finds defects and classifies content, one image at a time. */
export class ImageClassifier {
  constructor(private readonly classifier: Classifier) {}

  /** @throws Error when the classifier fails */
  async examine({ image, what }: Pick<CheckRequest, 'image' | 'what'>): Promise<ClassificationResult | 'unreadable'> {
    const read = await this.read(image, what).catch(() => null);
    if (!read) return 'unreadable';
    const scores: Scores[] = [];
    for (const part of read.parts) scores.push(await this.classifier.classify(part));
    return { defect: read.whole && findDefect(read.whole), classes: maxScores(scores) };
  }

  /** @throws Error for bytes that can't be decoded */
  private async read(input: ImageInput, what: CheckPurpose): Promise<{ whole: RawImage | null; parts: Uint8Array[] }> {
    const image = await readImage(input);
    const parts: Uint8Array[] = [];
    for (const window of windowsOf(image)) {
      // Transparent images can show different content on light and on dark backgrounds.
      const backgrounds: readonly BackgroundColor[] = image.hasAlpha ? ['white', 'black'] : ['white'];
      for (const background of backgrounds) parts.push(await cropWindow(image, window, background, this.classifier));
    }
    if (what !== 'final') return { whole: null, parts };
    return { whole: input instanceof Uint8Array ? await pixelsOf(image) : input, parts };
  }
}

/** The highest score of each class. */
function maxScores(parts: readonly Scores[]): Scores {
  const highest: Record<string, number> = {};
  for (const [name, score] of parts.flatMap((scores) => Object.entries(scores))) {
    highest[name] = Math.max(highest[name] ?? 0, score);
  }
  return highest;
}
