import { Injectable } from '@nestjs/common';
import { DormantAccounts } from '@visionary/accounts';
import { AdoptTake } from '@visionary/generation';
import { isRejection, UnitOfWork } from '@visionary/kernel';
import { Samples } from '../../domain/samples/samples.js';
import { RemovePost } from '../posts/remove-post.js';

export interface SamplesRemoved {
  readonly people: number;
  readonly rooms: number;
  readonly posts: number;
  /** Rooms that others have said or made something in: they stay, and pass on to them. */
  readonly keptRooms: number;
}

/** Takes away what was put here to show how it looks, and nothing else. */
@Injectable()
export class RemoveSamples {
  constructor(
    private readonly samples: Samples,
    private readonly removePost: RemovePost,
    private readonly accounts: DormantAccounts,
    private readonly adopt: AdoptTake,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async run(): Promise<SamplesRemoved> {
    const posts = await this.posts();
    const { rooms, keptRooms, pictures } = await this.rooms();
    const people = await this.people();
    for (const sha256 of pictures) await this.adopt.drop(sha256);
    return { people, rooms, posts, keptRooms };
  }

  private async posts(): Promise<number> {
    const ids = await this.samples.of('post');
    for (const id of ids) {
      try {
        await this.removePost.run({ id: '', moderates: true }, id);
      } catch (error) {
        // Somebody has removed it already.
        if (!isRejection(error, 'FEED_POST_NOT_FOUND')) throw error;
      }
      await this.samples.forget('post', id);
    }
    return ids.length;
  }

  private async rooms(): Promise<Pick<SamplesRemoved, 'rooms' | 'keptRooms'> & { pictures: ReadonlySet<string> }> {
    const pictures = new Set<string>();
    let keptRooms = 0;
    const ids = await this.samples.of('room');
    for (const id of ids) {
      await this.unitOfWork.run(async () => {
        if (await this.samples.isTakenUp(id)) keptRooms++;
        else for (const sha256 of await this.samples.removeRoom(id)) pictures.add(sha256);
        await this.samples.forget('room', id);
      });
    }
    return { rooms: ids.length - keptRooms, keptRooms, pictures };
  }

  private async people(): Promise<number> {
    const ids = await this.samples.of('account');
    for (const id of ids) {
      await this.accounts.remove(id);
      await this.samples.forget('account', id);
    }
    return ids.length;
  }
}
