import { Controller, Query } from '@nestjs/common';
import {
  type PublishedTakes,
  type PublishedTakesQuery,
  LIMITS,
  type MyPromptPage,
  type MyPromptsQuery,
  type MyTakePage,
  type MyTakesQuery,
  ROUTES,
} from '@visionary/contract';
import { PageMyTakes, presentThumbnail, TakePresenter } from '@visionary/generation';
import { readCursor, Rejection } from '@visionary/kernel';
import { type Identity, OptionalUser, CurrentUser } from '@visionary/platform/auth';
import { PathId, Route } from '@visionary/platform/http';
import { RoomRights } from '@visionary/platform/realtime';
import { z } from 'zod';
import { MyTakeRooms } from '../../storage/my-takes/my-take-rooms.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The user's own takes and prompts, and which takes are published. */
@Controller()
export class MyTakesController {
  constructor(
    private readonly pageTakes: PageMyTakes,
    private readonly presenter: TakePresenter,
    private readonly rooms: MyTakeRooms,
    private readonly rights: RoomRights,
  ) {}

  /** Published images of a room's takes. @throws Rejection as RoomRights */
  @Route('publishedTakes')
  async published(
    @PathId('roomId') roomId: string,
    @Query({ schema: ROUTES.publishedTakes.query }) { takeIds }: z.infer<typeof PublishedTakesQuery>,
    @OptionalUser() asker: Identity | null,
  ): Promise<PublishedTakes> {
    await this.rights.requireRoute(asker, roomId, 'publishedTakes');
    // The room shows these images even to users who hide sensitive content, so only visitors are filtered.
    const posts = await this.rooms.postsOf(takeIds, { roomId, forEveryone: asker === null });
    return { takes: [...posts].map(([takeId, postIds]) => ({ takeId, postIds })) };
  }

  @Route('myTakes')
  async takes(
    @Query({ schema: ROUTES.myTakes.query }) { search, status, cursor }: MyTakesQuery,
    @CurrentUser() { user }: Identity,
  ): Promise<MyTakePage> {
    const from = readCursor(cursor);
    const after = from && { queuedAt: from.value, id: from.id };
    const { takes, next } = await this.pageTakes.run(user.id, { search, status, after, limit: LIMITS.takesPerPage });
    const [views, rooms, posts] = await Promise.all([
      this.presenter.many(takes),
      this.rooms.accessOf(user.id, [...new Set(takes.map(({ roomId }) => roomId))]),
      this.rooms.postsOf(takes.map(({ id }) => id)),
    ]);
    return {
      takes: views.map((take) => ({
        take,
        room: { id: take.roomId, ...(rooms.get(take.roomId) ?? { name: '', canOpen: false }) },
        postIds: { ...posts.get(take.id) },
      })),
      nextCursor: next && `${next.queuedAt}_${next.id}`,
    };
  }

  @Route('myPrompts')
  async prompts(
    @Query({ schema: ROUTES.myPrompts.query }) { search, cursor }: z.infer<typeof MyPromptsQuery>,
    @CurrentUser() { user }: Identity,
  ): Promise<MyPromptPage> {
    if (cursor !== undefined && !UUID.test(cursor)) {
      throw new Rejection('INVALID', { field: 'cursor', reason: 'unknown cursor' });
    }
    const limit = LIMITS.promptsPerPage;
    const { prompts, next } = await this.pageTakes.prompts(user.id, search, cursor ?? null, limit);
    return {
      prompts: prompts.map(({ lastFinishedTakeId, image, ...prompt }) => ({
        ...prompt,
        previewUrl:
          (lastFinishedTakeId !== null && image && presentThumbnail(lastFinishedTakeId, [image])?.url) || null,
      })),
      nextCursor: next && next.id,
    };
  }
}
