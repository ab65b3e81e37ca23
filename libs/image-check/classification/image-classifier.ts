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
  async examine({
    image,
    purpose,
  }: Pick<CheckRequest, 'image' | 'purpose'>): Promise<ClassificationResult | 'unreadable'> {
    const decoded = await this.read(image, purpose).catch(() => null);
    if (!decoded) return 'unreadable';
    const scores: Scores[] = [];
    for (const crop of decoded.crops) scores.push(await this.classifier.classify(crop));
    return { defect: decoded.pixels && findDefect(decoded.pixels), classes: maxScores(scores) };
  }

  /** @throws Error for bytes that can't be decoded */
  private async read(
    input: ImageInput,
    purpose: CheckPurpose,
  ): Promise<{ pixels: RawImage | null; crops: Uint8Array[] }> {
    const image = await readImage(input);
    const crops: Uint8Array[] = [];
    for (const window of windowsOf(image)) {
      // Transparent images can show different content on light and on dark backgrounds.
      const backgrounds: readonly BackgroundColor[] = image.hasAlpha ? ['white', 'black'] : ['white'];
      for (const background of backgrounds) crops.push(await cropWindow(image, window, background, this.classifier));
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
