import { Injectable } from '@nestjs/common';
import { LoginlessAccounts } from '@visionary/accounts';
import { ImportTake } from '@visionary/generation';
import { isRejection, UnitOfWork } from '@visionary/kernel';
import { SeedRecords } from '../../domain/seed/seed-records.js';
import { RemovePost } from '../posts/remove-post.js';

export interface SamplesRemoved {
  readonly users: number;
  readonly rooms: number;
  readonly posts: number;
  /** Rooms that others have said or made something in: they stay, and pass on to them. */
  readonly keptRooms: number;
}

/** Takes away what was put here to show how it looks, and nothing else. */
@Injectable()
export class RemoveSeed {
  constructor(
    private readonly seedRecords: SeedRecords,
    private readonly removePost: RemovePost,
    private readonly accounts: LoginlessAccounts,
    private readonly adopt: ImportTake,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async run(): Promise<SamplesRemoved> {
    const posts = await this.posts();
    const { rooms, keptRooms, images } = await this.rooms();
    const users = await this.users();
    for (const sha256 of images) await this.adopt.drop(sha256);
    return { users, rooms, posts, keptRooms };
  }

  private async posts(): Promise<number> {
    const ids = await this.seedRecords.of('post');
    for (const id of ids) {
      try {
        await this.removePost.run({ id: '', moderates: true }, id);
      } catch (error) {
        // Somebody has removed it already.
        if (!isRejection(error, 'FEED_POST_NOT_FOUND')) throw error;
      }
      await this.seedRecords.forget('post', id);
    }
    return ids.length;
  }

  private async rooms(): Promise<Pick<SamplesRemoved, 'rooms' | 'keptRooms'> & { images: ReadonlySet<string> }> {
    const images = new Set<string>();
    let keptRooms = 0;
    const ids = await this.seedRecords.of('room');
    for (const id of ids) {
      await this.unitOfWork.run(async () => {
        if (await this.seedRecords.hasUserActivity(id)) keptRooms++;
        else for (const sha256 of await this.seedRecords.removeRoom(id)) images.add(sha256);
        await this.seedRecords.forget('room', id);
      });
    }
    return { rooms: ids.length - keptRooms, keptRooms, images };
  }

  private async users(): Promise<number> {
    const ids = await this.seedRecords.of('account');
    for (const id of ids) {
      await this.accounts.remove(id);
      await this.seedRecords.forget('account', id);
    }
    return ids.length;
  }
}
