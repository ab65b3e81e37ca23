import { stricterRating } from '@visionary/contract';
import { Injectable } from '@nestjs/common';
import { CheckText, type ContentFingerprint, type UploadVerdict, OpenCase, ReuploadMatcher } from '@visionary/safety';
import { raiseRating } from '../domain/image-rating.js';
import type { RenderedImage } from '../domain/renderer-protocol.js';
import type { Take, TakeImage } from '../domain/take.js';

/** A finished image with its image check, and the decision about the same image, if there is one. */
export interface MatchedImage {
  readonly image: TakeImage;
  readonly check: RenderedImage['check'];
  /** Null if the image cannot be read. */
  readonly fingerprint: ContentFingerprint | null;
  readonly verdict: UploadVerdict | null;
}

/** Applies image checks and earlier decisions about the same image to the images of a finished take. */
@Injectable()
export class ModerateFinishedImages {
  constructor(
    private readonly reuploads: ReuploadMatcher,
    private readonly openCase: OpenCase,
    private readonly checkText: CheckText,
  ) {}

  /** Decodes images, so it runs before the transaction. */
  fingerprintsOf(rendered: readonly RenderedImage[]): Promise<(ContentFingerprint | null)[]> {
    return Promise.all(rendered.map(({ png }) => this.reuploads.ofFile(png)));
  }

  /**
   * First step of the transaction that finishes the take.
   * @param includesSimilar whether similar images count. Unrelated images that were made from a prompt alone often look similar.
   */
  async match(
    images: readonly TakeImage[],
    rendered: readonly RenderedImage[],
    fingerprints: readonly (ContentFingerprint | null)[],
    includesSimilar: boolean,
  ): Promise<MatchedImage[]> {
    const matched: MatchedImage[] = [];
    const hasFindings = rendered.some(({ check }) => check !== undefined);
    for (const [index, image] of images.entries()) {
      const fingerprint = fingerprints[index] ?? null;
      const candidate = fingerprint && (includesSimilar ? fingerprint : { ...fingerprint, perceptualHash: null });
      const verdict = candidate && (await this.reuploads.evaluate([candidate], hasFindings));
      matched.push({ image: withVerdict(image, verdict), check: rendered[index]?.check, fingerprint, verdict });
    }
    return matched;
  }

  /** In the same transaction, after the take finished: opens cases and stores findings. */
  async apply(take: Take, matched: readonly MatchedImage[]): Promise<void> {
    if (matched.length > 0) await this.reportPrompt(take);
    for (const [image, match] of matched.entries()) {
      const subject = { kind: 'take', id: take.id, image } as const;
      const { fingerprint, verdict, check } = match;
      if (fingerprint) await this.reuploads.recordSubject(subject, fingerprint);
      if (fingerprint && verdict && (await this.applyVerdict(take, match, subject))) continue;
      if (!check) continue;
      const { level, category, score } = check;
      const report = { by: 'system', subject, reason: 'imageCheck', detail: { category, score } } as const;
      const caseId = level === 'held' ? await this.openCase.run(report) : null;
      if (!fingerprint) continue;
      const finding =
        level === 'held'
          ? { verdict: level, contentRating: null }
          : ({ verdict: 'level', contentRating: level } as const);
      await this.reuploads.holding.storeAutomaticVerdict(fingerprint, { ...finding, caseId });
    }
  }

  /** Reports flagged terms of the prompts, once there is an image to review. */
  private async reportPrompt({ id, prompt, negative, steers }: Take): Promise<void> {
    const steered = steers.map((steer) => ({ prompt: steer.prompt, negative: steer.negative }));
    await this.checkText.reportPrompts({ kind: 'take', id, image: 0 }, [{ prompt, negative }, ...steered]);
  }

  /** @returns whether the verdict overrides the image check */
  private async applyVerdict(
    take: Take,
    { fingerprint, verdict, check }: MatchedImage,
    subject: { readonly kind: 'take'; readonly id: string; readonly image: number },
  ): Promise<boolean> {
    if (!fingerprint || !verdict) return false;
    const origin = { entryPoint: 'take', byId: take.authorId } as const;
    if (verdict.blockingVerdict?.verdict === 'removed') {
      await this.reuploads.recordHidden(verdict, origin, subject);
      return true;
    }
    await this.reuploads.recordRatedUpload(verdict, origin);
    if (!verdict.blockingVerdict && !verdict.similar) {
      const checkedRating = check?.level === 'adult' ? 'adult' : 'everyone';
      await this.reuploads.recordRating(subject, fingerprint, verdict, checkedRating);
    }
    // The other image is held for review. Its decision does not reach this one, which gets its own case.
    const match = verdict.blockingVerdict ? { decided: verdict.blockingVerdict, distance: 0 } : verdict.similar;
    if (!match) return verdict.isReviewed;
    await this.reuploads.holding.holdSimilar(subject, fingerprint, match);
    return true;
  }
}

/** A review by a moderator overrides the image check; otherwise the stricter rating counts. */
const withVerdict = ({ level, isHidden, ...image }: TakeImage, verdict: UploadVerdict | null): TakeImage => {
  if (!verdict) return { ...image, ...(level && { level }), ...(isHidden && { isHidden }) };
  const { blockingVerdict, similar, minimumRating, isReviewed } = verdict;
  const checkedRating = level === 'adult' && !isReviewed ? level : 'everyone';
  const rated = raiseRating(image, stricterRating(minimumRating, checkedRating));
  if (blockingVerdict?.verdict === 'removed') return { ...rated, isHidden: true };
  if (blockingVerdict || similar || (level === 'held' && !isReviewed)) {
    return { ...image, level: 'held', isHidden: true };
  }
  return rated;
};
