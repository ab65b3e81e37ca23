import { Injectable, type OnModuleInit } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import {
  type LevelOver,
  type ModeratedKind,
  ModeratedSubjects,
  type Subject,
  type SubjectFacts,
  subjectKey,
} from '@visionary/safety';
import { TakePictureCovered } from '../../domain/events.js';
import { decidedOf, lowered, type Maturity, stricter } from '../../domain/picture-level.js';
import type { TakePicture } from '../../domain/take.js';
import { Takes } from '../../domain/takes.js';
import { TakeReaders } from '../../domain/take-readers.js';
import { takeFacts, TAKES_KEEPER } from './take-facts.js';

/** Pictures of takes, one by one, for those who moderate: covered in their room and served to nobody, and uncovered. */
@Injectable()
export class ModeratedTakes implements ModeratedKind, OnModuleInit {
  readonly name = TAKES_KEEPER;

  constructor(
    private readonly subjects: ModeratedSubjects,
    private readonly takes: Takes,
    private readonly readers: TakeReaders,
    private readonly work: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.subjects.add('take', this);
  }

  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectFacts>> {
    const takes = new Map((await this.takes.byIds(subjects.map(({ id }) => id))).map((take) => [take.id, take]));
    return new Map(
      subjects.flatMap((subject) => {
        const take = takes.get(subject.id);
        const picture = take?.pictures[subject.picture ?? 0];
        return take && picture && (!picture.isCovered || picture.level === 'held')
          ? [[subjectKey(subject), takeFacts(take, picture)] as const]
          : [];
      }),
    );
  }

  async maySee(personId: string, { id }: Subject): Promise<boolean> {
    const take = await this.takes.byId(id);
    return take !== null && this.readers.mayRead(personId, take.roomId);
  }

  async setAside(subject: Subject): Promise<object> {
    await this.cover(subject, true);
    return {};
  }

  async putBack(subject: Subject): Promise<void> {
    await this.cover(subject, false);
  }

  async release(subject: Subject): Promise<boolean> {
    const picture = (await this.takes.byId(subject.id))?.pictures[subject.picture ?? 0];
    if (picture?.level !== 'held') return false;
    await this.cover(subject, false);
    return true;
  }

  /** Of one that was held back, too: it is shown from then on. */
  async level(subject: Subject, maturity: Maturity): Promise<void> {
    await this.change(subject, (picture) => decidedOf(picture, maturity));
  }

  async unlevel(subject: Subject, { decided, before, atLeast }: LevelOver): Promise<void> {
    await this.change(subject, (picture) => lowered(picture, decided, stricter(before, atLeast)));
  }

  private cover(subject: Subject, isCovered: boolean): Promise<void> {
    return this.change(subject, (picture) => covered(picture, isCovered));
  }

  private async change({ id, picture: index = 0 }: Subject, change: (one: TakePicture) => TakePicture): Promise<void> {
    const take = await this.takes.hold(id);
    if (!take?.pictures[index]) return;
    const pictures = take.pictures.map((picture, place) => (place === index ? change(picture) : picture));
    await this.takes.setPictures(id, pictures);
    this.work.announce(new TakePictureCovered({ ...take, pictures }));
  }
}

/** Somebody has looked at it now: a check holds it back no more, either way. */
const covered = ({ isCovered: _before, level, ...picture }: TakePicture, isCovered: boolean): TakePicture => ({
  ...picture,
  ...(level !== undefined && level !== 'held' && { level }),
  ...(isCovered && { isCovered }),
});
