import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import type { Maturity } from '../../domain/cases/subject.js';
import { type Content, stricter } from '../../domain/contents/content.js';
import { ReturningContents } from './returning-contents.js';

const UPLOADED = { door: 'upload', byId: null } as const;

export interface HowBrought {
  /** Whether it is taken whomever it is for; otherwise it must be for everybody. */
  readonly takesAny: boolean;
  /** Whether somebody asks again once it is published, so that it may be looked at then. */
  readonly asksLater: boolean;
}

/** A file that somebody brings, against what was decided about the same picture, and about those it looks like. */
@Injectable()
export class KnownUploads {
  constructor(
    private readonly returning: ReturningContents,
    private readonly work: UnitOfWork,
  ) {}

  /**
   * @param seen for whom it is by what a check saw
   * @returns for whom it is
   * @throws Rejection SAFETY_CONTENT_REMOVED, SAFETY_CONTENT_HELD, SAFETY_CONTENT_ALIKE, SAFETY_CONTENT_LEVELLED
   */
  async run(file: Uint8Array, seen: Maturity, brought: HowBrought): Promise<Maturity> {
    const content = await this.returning.ofFile(file);
    if (!content) return seen;
    const level = await this.work.run(() => this.standing(content, seen, brought));
    if (level instanceof Rejection) throw level;
    if (level !== 'everybody' && !brought.takesAny) throw new Rejection('SAFETY_CONTENT_LEVELLED');
    return level;
  }

  private async standing(content: Content, seen: Maturity, { asksLater }: HowBrought): Promise<Maturity | Rejection> {
    const isFound = seen !== 'everybody';
    const standing = await this.returning.ask([content], isFound);
    // What has a page of its own is looked at there; what has none cannot wait for that.
    const refused =
      (await this.returning.refusal(standing, UPLOADED)) ??
      (asksLater ? null : await this.returning.refusalOfAlike(standing, UPLOADED));
    if (refused) return refused;
    if (isFound && !standing.isLookedAt) {
      await this.returning.holding.found(content, { verdict: 'level', maturity: seen, caseId: null });
    }
    return standing.isLookedAt ? standing.atLeast : stricter(seen, standing.atLeast);
  }
}
