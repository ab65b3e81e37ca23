import { Injectable } from '@nestjs/common';
import { People } from '@visionary/accounts';
import { type PersonView, type PictureView, ROUTES, type SteerView, type TakeView } from '@visionary/contract';
import type { Take, TakePicture, TakeSteer } from '../domain/take.js';
import { levelOf } from '../domain/picture-level.js';

/** Stands where an account is gone but what it did remains. */
const nobody = (id: string): PersonView => ({ id, name: '' });

export const presentPicture = (takeId: string, picture: TakePicture, index: number): PictureView => {
  const { sha256, seed, width, height, isCovered, again } = picture;
  const level = levelOf(picture);
  return {
    index,
    url: ROUTES.picture.path.replace(':takeId', takeId).replace(':index', String(index)),
    width,
    height,
    seed,
    sha256,
    ...(isCovered && { isCovered: true as const }),
    ...(level && { level }),
    ...(again && { again }),
  };
};

/** Of a take that is named elsewhere: its first picture, unless that is covered, held back or not for everybody. */
export const presentCover = (takeId: string, [first]: readonly TakePicture[]): PictureView | undefined =>
  first && !first.isCovered && !levelOf(first) ? presentPicture(takeId, first, 0) : undefined;

/** Takes as people see them. */
@Injectable()
export class TakePresenter {
  constructor(private readonly people: People) {}

  async one(take: Take): Promise<TakeView> {
    return present(take, await this.people.byIds(peopleIn(take)));
  }

  /** One question for all names. */
  async many(takes: readonly Take[]): Promise<TakeView[]> {
    const people = await this.people.byIds(takes.flatMap(peopleIn));
    return takes.map((take) => present(take, people));
  }

  async steer(steer: TakeSteer): Promise<SteerView> {
    return presentSteer(steer, await this.people.byIds([steer.byId]));
  }
}

type Names = ReadonlyMap<string, PersonView>;

const peopleIn = ({ authorId, writerIds, steers, stopped }: Take): string[] => [
  ...[authorId, ...writerIds, ...steers.map(({ byId }) => byId)],
  ...(stopped ? [stopped.byId] : []),
];

const presentSteer = ({ byId, prompt, negative, picture, step, at }: TakeSteer, people: Names): SteerView => ({
  ...{ by: people.get(byId) ?? nobody(byId), prompt, negative, picture, step, at },
});

const present = (take: Take, people: Names): TakeView => {
  const person = (id: string) => people.get(id) ?? nobody(id);
  const { stopped } = take;
  return {
    id: take.id,
    roomId: take.roomId,
    number: take.number,
    seq: take.seq,
    author: person(take.authorId),
    writers: take.writerIds.map(person),
    ...(take.isOthersWords && { onlyRendered: true as const }),
    status: take.status,
    prompt: take.prompt,
    negative: take.negative,
    ...(take.added.length > 0 && { added: take.added.map(({ of, prefix, suffix }) => ({ of, prefix, suffix })) }),
    settings: take.settings as TakeView['settings'],
    pictures: take.pictures.map((picture, index) => presentPicture(take.id, picture, index)),
    ...(take.steers.length > 0 && { steers: take.steers.map((steer) => presentSteer(steer, people)) }),
    ...(stopped &&
      take.status === 'finished' && {
        stoppedAt: { by: person(stopped.byId), picture: stopped.picture, step: stopped.step },
      }),
    ...(take.failure && { failure: take.failure }),
    queuedAt: take.queuedAt,
    ...(take.startedAt !== null && { startedAt: take.startedAt }),
    ...(take.endedAt !== null && { endedAt: take.endedAt }),
    ...(take.renderMs !== null && { renderMs: take.renderMs }),
    ...(take.modelHash !== null && { modelHash: take.modelHash }),
    ...(take.origin && { origin: take.origin }),
  };
};
