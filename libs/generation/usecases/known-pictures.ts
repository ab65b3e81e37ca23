import { Injectable } from '@nestjs/common';
import { type Content, type ContentStanding, OpenCase, ReturningContents } from '@visionary/safety';
import { raisedOf, stricter } from '../domain/picture-level.js';
import type { RenderedPicture } from '../domain/renderer-protocol.js';
import type { Take, TakePicture } from '../domain/take.js';
import { takeFacts, TAKES_KEEPER } from './moderation/take-facts.js';

/** A finished picture, what a check found in it, and what was decided about the same one before. */
export interface KnownPicture {
  readonly picture: TakePicture;
  readonly check: RenderedPicture['check'];
  /** Null where it cannot be read. */
  readonly content: Content | null;
  readonly standing: ContentStanding | null;
}

/** Pictures that a take ends with, as everybody may see them: what was decided about the same picture holds. */
@Injectable()
export class KnownPictures {
  constructor(
    private readonly returning: ReturningContents,
    private readonly openCase: OpenCase,
  ) {}

  /** Reads pictures: before the transaction. */
  contentsOf(rendered: readonly RenderedPicture[]): Promise<(Content | null)[]> {
    return Promise.all(rendered.map(({ png }) => this.returning.ofFile(png)));
  }

  /**
   * Inside the transaction that finishes the take, first of all.
   * @param looks whether what they look like counts: made from words alone many look alike that have nothing to do with each other
   */
  async ask(
    pictures: readonly TakePicture[],
    rendered: readonly RenderedPicture[],
    contents: readonly (Content | null)[],
    looks: boolean,
  ): Promise<KnownPicture[]> {
    const known: KnownPicture[] = [];
    const finds = rendered.some(({ check }) => check !== undefined);
    for (const [index, picture] of pictures.entries()) {
      const content = contents[index] ?? null;
      const standing = content && (await this.returning.ask([looks ? content : { ...content, print: null }], finds));
      known.push({ ...shownAs(picture, standing), check: rendered[index]?.check, content, standing });
    }
    return known;
  }

  /** Inside the same transaction, once the take is finished: cases are opened, and what was found is remembered. */
  async follow(take: Take, known: readonly KnownPicture[]): Promise<void> {
    for (const [picture, one] of known.entries()) {
      const subject = { kind: 'take', id: take.id, picture } as const;
      const { content, standing, check } = one;
      if (content) await this.returning.stands(subject, content);
      if (content && standing && (await this.isDecided(take, one, subject))) continue;
      if (!check) continue;
      const { level, category, score } = check;
      const found = { by: 'system', subject, reason: 'picture', detail: { category, score } } as const;
      const caseId = level === 'held' ? await this.openCase.run(found) : null;
      if (!content) continue;
      const said =
        level === 'held' ? { verdict: level, maturity: null } : ({ verdict: 'level', maturity: level } as const);
      await this.returning.holding.found(content, { ...said, caseId });
    }
  }

  /** @returns whether nothing of what a check found counts any more */
  private async isDecided(
    take: Take,
    { picture, content, standing, check }: KnownPicture,
    subject: { readonly kind: 'take'; readonly id: string; readonly picture: number },
  ): Promise<boolean> {
    if (!content || !standing) return false;
    const back = { door: 'take', byId: take.authorId } as const;
    if (standing.stopped?.verdict === 'removed') {
      const facts = takeFacts(take, picture);
      await this.returning.cover(standing, back, { subject, facts, keeper: TAKES_KEEPER });
      return true;
    }
    await this.returning.noteLevel(standing, back);
    if (!standing.stopped && !standing.alike) {
      const seen = check?.level === 'adult' ? 'adult' : 'everybody';
      await this.returning.levels(subject, content, standing, seen);
    }
    // The same one waits already: what somebody says of it does not reach this one, which waits by itself.
    const waits = standing.stopped ? { decided: standing.stopped, distance: 0 } : standing.alike;
    if (!waits) return standing.isLookedAt;
    await this.returning.holding.alike(subject, content, waits);
    return true;
  }
}

/** Never more than was decided about the same picture; what somebody has looked at is what they said. */
const shownAs = (
  { level, isCovered, ...picture }: TakePicture,
  standing: ContentStanding | null,
): { readonly picture: TakePicture } => {
  const seen = { ...(level && { level }), ...(isCovered && { isCovered }) };
  if (!standing) return { picture: { ...picture, ...seen } };
  const { stopped, alike, atLeast, isLookedAt } = standing;
  const checked = level === 'adult' && !isLookedAt ? level : 'everybody';
  const asDecided = raisedOf(picture, stricter(atLeast, checked));
  if (stopped?.verdict === 'removed') {
    return { picture: { ...asDecided, isCovered: true } };
  }
  if (stopped || alike || (level === 'held' && !isLookedAt)) {
    return { picture: { ...picture, level: 'held', isCovered: true } };
  }
  return { picture: asDecided };
};
