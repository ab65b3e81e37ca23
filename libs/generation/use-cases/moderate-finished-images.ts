import { Injectable } from '@nestjs/common';
import { type ContentFingerprint, type UploadVerdict, OpenCase, ReuploadMatcher } from '@visionary/safety';
import { raiseRating, stricterRating } from '../domain/image-rating.js';
import type { RenderedImage } from '../domain/renderer-protocol.js';
import type { Take, TakeImage } from '../domain/take.js';
import { takeSubjectDetails, TAKES_HANDLER } from './moderation/take-subject-details.js';

/** A finished image, what a check found in it, and what was decided about the same one before. */
export interface KnownImage {
  readonly image: TakeImage;
  readonly check: RenderedImage['check'];
  /** Null where it cannot be read. */
  readonly content: ContentFingerprint | null;
  readonly standing: UploadVerdict | null;
}

/** Images that a take ends with, as everybody may see them: what was decided about the same image holds. */
@Injectable()
export class ModerateFinishedImages {
  constructor(
    private readonly returning: ReuploadMatcher,
    private readonly openCase: OpenCase,
  ) {}

  /** Reads images: before the transaction. */
  contentsOf(rendered: readonly RenderedImage[]): Promise<(ContentFingerprint | null)[]> {
    return Promise.all(rendered.map(({ png }) => this.returning.ofFile(png)));
  }

  /**
   * Inside the transaction that finishes the take, first of all.
   * @param looks whether what they look like counts: made from words alone many look alike that have nothing to do with each other
   */
  async ask(
    images: readonly TakeImage[],
    rendered: readonly RenderedImage[],
    contents: readonly (ContentFingerprint | null)[],
    looks: boolean,
  ): Promise<KnownImage[]> {
    const known: KnownImage[] = [];
    const finds = rendered.some(({ check }) => check !== undefined);
    for (const [index, image] of images.entries()) {
      const content = contents[index] ?? null;
      const standing = content && (await this.returning.ask([looks ? content : { ...content, print: null }], finds));
      known.push({ ...shownAs(image, standing), check: rendered[index]?.check, content, standing });
    }
    return known;
  }

  /** Inside the same transaction, once the take is finished: cases are opened, and what was found is remembered. */
  async follow(take: Take, known: readonly KnownImage[]): Promise<void> {
    for (const [image, one] of known.entries()) {
      const subject = { kind: 'take', id: take.id, image } as const;
      const { content, standing, check } = one;
      if (content) await this.returning.stands(subject, content);
      if (content && standing && (await this.isDecided(take, one, subject))) continue;
      if (!check) continue;
      const { level, category, score } = check;
      const found = { by: 'system', subject, reason: 'imageCheck', detail: { category, score } } as const;
      const caseId = level === 'held' ? await this.openCase.run(found) : null;
      if (!content) continue;
      const said =
        level === 'held'
          ? { verdict: level, contentRating: null }
          : ({ verdict: 'level', contentRating: level } as const);
      await this.returning.holding.found(content, { ...said, caseId });
    }
  }

  /** @returns whether nothing of what a check found counts any more */
  private async isDecided(
    take: Take,
    { image, content, standing, check }: KnownImage,
    subject: { readonly kind: 'take'; readonly id: string; readonly image: number },
  ): Promise<boolean> {
    if (!content || !standing) return false;
    const back = { entryPoint: 'take', byId: take.authorId } as const;
    if (standing.stopped?.verdict === 'removed') {
      const facts = takeSubjectDetails(take, image);
      await this.returning.cover(standing, back, { subject, facts, handler: TAKES_HANDLER });
      return true;
    }
    await this.returning.noteLevel(standing, back);
    if (!standing.stopped && !standing.alike) {
      const seen = check?.level === 'adult' ? 'adult' : 'everyone';
      await this.returning.levels(subject, content, standing, seen);
    }
    // The same one waits already: what somebody says of it does not reach this one, which waits by itself.
    const waits = standing.stopped ? { decided: standing.stopped, distance: 0 } : standing.alike;
    if (!waits) return standing.isReviewed;
    await this.returning.holding.alike(subject, content, waits);
    return true;
  }
}

/** Never more than was decided about the same image; what somebody has looked at is what they said. */
const shownAs = (
  { level, isHidden, ...image }: TakeImage,
  standing: UploadVerdict | null,
): { readonly image: TakeImage } => {
  const seen = { ...(level && { level }), ...(isHidden && { isHidden }) };
  if (!standing) return { image: { ...image, ...seen } };
  const { stopped, alike, atLeast, isReviewed } = standing;
  const checked = level === 'adult' && !isReviewed ? level : 'everyone';
  const asDecided = raiseRating(image, stricterRating(atLeast, checked));
  if (stopped?.verdict === 'removed') {
    return { image: { ...asDecided, isHidden: true } };
  }
  if (stopped || alike || (level === 'held' && !isReviewed)) {
    return { image: { ...image, level: 'held', isHidden: true } };
  }
  return { image: asDecided };
};
