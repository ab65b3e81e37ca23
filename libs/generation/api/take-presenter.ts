import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { type UserView, type ImageView, ROUTES, type SteerView, type TakeView } from '@visionary/contract';
import type { Take, TakeImage, TakeSteer } from '../domain/take.js';
import { effectiveRating } from '../domain/image-rating.js';

/** A deleted user. */
const deletedUser = (id: string): UserView => ({ id, name: '' });

export const presentImage = (takeId: string, image: TakeImage, index: number): ImageView => {
  const { sha256, seed, width, height, isHidden, replaced } = image;
  const contentRating = effectiveRating(image);
  return {
    index,
    url: ROUTES.takeImage.path.replace(':takeId', takeId).replace(':index', String(index)),
    width,
    height,
    seed,
    sha256,
    ...(isHidden && { isHidden: true as const }),
    ...(contentRating && { contentRating }),
    ...(replaced && { replaced }),
  };
};

/** The first image of a take, unless it is hidden, held for review, or not rated for everyone. */
export const presentThumbnail = (takeId: string, [first]: readonly TakeImage[]): ImageView | undefined =>
  first && !first.isHidden && !effectiveRating(first) ? presentImage(takeId, first, 0) : undefined;

/** Turns takes into views for clients. */
@Injectable()
export class TakePresenter {
  constructor(private readonly users: Users) {}

  async one(take: Take): Promise<TakeView> {
    return present(take, await this.users.byIds(usersIn(take)));
  }

  /** Reads all names in one query. */
  async many(takes: readonly Take[]): Promise<TakeView[]> {
    const users = await this.users.byIds(takes.flatMap(usersIn));
    return takes.map((take) => present(take, users));
  }

  async steer(steer: TakeSteer): Promise<SteerView> {
    return presentSteer(steer, await this.users.byIds([steer.byId]));
  }
}

type Names = ReadonlyMap<string, UserView>;

const usersIn = ({ authorId, writerIds, steers, stopped, lentBy }: Take): string[] => [
  authorId,
  ...writerIds,
  ...steers.map(({ byId }) => byId),
  ...(stopped ? [stopped.byId] : []),
  ...(lentBy ? [lentBy.ownerId] : []),
];

const presentSteer = ({ byId, prompt, negative, image, step, at }: TakeSteer, users: Names): SteerView => ({
  by: users.get(byId) ?? deletedUser(byId),
  prompt,
  negative,
  image,
  step,
  at,
});

const present = (take: Take, users: Names): TakeView => {
  const user = (id: string) => users.get(id) ?? deletedUser(id);
  const { stopped } = take;
  // Without the name once they have deleted their account.
  const lender = take.lentBy && users.get(take.lentBy.ownerId);
  return {
    id: take.id,
    roomId: take.roomId,
    number: take.number,
    seq: take.seq,
    author: user(take.authorId),
    promptAuthors: take.writerIds.map(user),
    ...(take.isOthersPrompt && { isOthersPrompt: true as const }),
    status: take.status,
    prompt: take.prompt,
    negative: take.negative,
    ...(take.promptPrefixes.length > 0 && {
      promptPrefixes: [...take.promptPrefixes],
    }),
    settings: take.settings,
    images: take.images.map((image, index) => presentImage(take.id, image, index)),
    ...(take.steers.length > 0 && { steers: take.steers.map((steer) => presentSteer(steer, users)) }),
    ...(stopped &&
      take.status === 'finished' && {
        stoppedAt: { by: user(stopped.byId), image: stopped.image, step: stopped.step },
      }),
    ...(take.failure && { failure: take.failure }),
    ...(take.adminReason !== null && take.status === 'cancelled' && { adminReason: take.adminReason }),
    queuedAt: take.queuedAt,
    ...(take.startedAt !== null && { startedAt: take.startedAt }),
    ...(take.endedAt !== null && { endedAt: take.endedAt }),
    ...(take.renderMs !== null && { renderMs: take.renderMs }),
    ...(take.modelHash !== null && { modelHash: take.modelHash }),
    ...(take.renderedOn && { renderedOn: take.renderedOn }),
    ...(take.origin && { origin: take.origin }),
    ...(lender && { lentBy: { name: take.lentBy?.name, owner: lender } }),
  };
};
