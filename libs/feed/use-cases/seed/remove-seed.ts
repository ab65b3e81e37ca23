import { Injectable } from '@nestjs/common';
import { LoginlessAccounts } from '@visionary/accounts';
import { isRejection, UnitOfWork } from '@visionary/kernel';
import { SeedRecordsRepository } from '../../storage/seed/seed-records.repository.js';
import { PostImageFiles } from '../../storage/posts/post-image-files.js';
import { PostsService } from '../posts/posts.service.js';

export interface RemovedSeed {
  readonly users: number;
  readonly rooms: number;
  readonly posts: number;
  /** Rooms with activity of other users. They stay and get another owner. */
  readonly keptRooms: number;
}

/** Removes what `visionary seed` created, and nothing else. */
@Injectable()
export class RemoveSeed {
  constructor(
    private readonly seedRecords: SeedRecordsRepository,
    private readonly posts: PostsService,
    private readonly accounts: LoginlessAccounts,
    private readonly files: PostImageFiles,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async run(): Promise<RemovedSeed> {
    const posts = await this.removePosts();
    const { rooms, keptRooms, images } = await this.removeRooms();
    const users = await this.removeUsers();
    for (const sha256 of images) await this.files.drop(sha256, true);
    return { users, rooms, posts, keptRooms };
  }

  private async removePosts(): Promise<number> {
    const ids = await this.seedRecords.of('post');
    for (const id of ids) {
      try {
        await this.posts.remove(null, id);
      } catch (error) {
        // Removed already.
        if (!isRejection(error, 'FEED_POST_NOT_FOUND')) throw error;
      }
      await this.seedRecords.unmark('post', id);
    }
    return ids.length;
  }

  private async removeRooms(): Promise<Pick<RemovedSeed, 'rooms' | 'keptRooms'> & { images: ReadonlySet<string> }> {
    const images = new Set<string>();
    let keptRooms = 0;
    const ids = await this.seedRecords.of('room');
    for (const id of ids) {
      await this.unitOfWork.run(async () => {
        if (await this.seedRecords.hasUserActivity(id)) keptRooms++;
        else for (const sha256 of await this.seedRecords.removeRoom(id)) images.add(sha256);
        await this.seedRecords.unmark('room', id);
      });
    }
    return { rooms: ids.length - keptRooms, keptRooms, images };
  }

  private async removeUsers(): Promise<number> {
    const ids = await this.seedRecords.of('account');
    for (const id of ids) {
      await this.accounts.remove(id);
      await this.seedRecords.unmark('account', id);
    }
    return ids.length;
  }
}
