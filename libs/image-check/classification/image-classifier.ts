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

/** A part of an image in the size of a classifier: `[H,W,3] uint8`. */
interface Crop {
  readonly classifier: Classifier;
  readonly crop: Uint8Array;
}

/** Finds defects and classifies content with all classifiers, one image at a time. */
export class ImageClassifier {
  constructor(private readonly classifiers: readonly Classifier[]) {}

  /** @throws Error when the classifier fails */
  async examine({
    image,
    purpose,
  }: Pick<CheckRequest, 'image' | 'purpose'>): Promise<ClassificationResult | 'unreadable'> {
    const decoded = await this.read(image, purpose).catch(() => null);
    if (!decoded) return 'unreadable';
    const scores: Scores[] = [];
    for (const { classifier, crop } of decoded.crops) scores.push(await classifier.classify(crop));
    return { defect: decoded.pixels && findDefect(decoded.pixels), classes: maxScores(scores) };
  }

  /** @throws Error for bytes that can't be decoded */
  private async read(input: ImageInput, purpose: CheckPurpose): Promise<{ pixels: RawImage | null; crops: Crop[] }> {
    const image = await readImage(input);
    const crops: Crop[] = [];
    for (const window of windowsOf(image)) {
      // Transparent images can show different content on light and on dark backgrounds.
      const backgrounds: readonly BackgroundColor[] = image.hasAlpha ? ['white', 'black'] : ['white'];
      for (const background of backgrounds) {
        for (const classifier of this.classifiers) {
          crops.push({ classifier, crop: await cropWindow(image, window, background, classifier) });
        }
      }
    }
    if (purpose !== 'final') return { pixels: null, crops };
    return { pixels: input instanceof Uint8Array ? await pixelsOf(image) : input, crops };
  }
}

/** The highest score of each class. */
function maxScores(scores: readonly Scores[]): Scores {
  const highest: Record<string, number> = {};
  for (const [name, score] of scores.flatMap((scores) => Object.entries(scores))) {
    highest[name] = Math.max(highest[name] ?? 0, score);
  }
  return highest;
}
