import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { type Account, Accounts } from '../domain/account.js';
import { AvatarStore } from '../domain/avatar-store.js';
import { userCacheTag } from '../domain/subjects.js';
import { ChangeMe } from './change-me.js';

/** Somebody shows another image, or the drawn one again. */
@Injectable()
export class ChangeAvatar {
  constructor(
    private readonly accounts: Accounts,
    private readonly faces: AvatarStore,
    private readonly changeMe: ChangeMe,
    private readonly work: UnitOfWork,
  ) {}

  /** @param image as it will be shown; null: none. @throws Rejection UNAUTHENTICATED when the account is gone */
  async run(id: string, image: Uint8Array | null): Promise<Account> {
    const show = (key: string | null) => this.show(id, key);
    const { before, after } = await (image ? this.faces.hold(image, show) : show(null));
    if (before !== after.image) await this.drop(before);
    return after;
  }

  private show(id: string, key: string | null): Promise<{ before: string | null; after: Account }> {
    const work = async () => {
      // Held first: of two who change it at once, the second knows what the first one left.
      const held = await this.accounts.hold(id);
      if (!held) throw new Rejection('UNAUTHENTICATED');
      return { before: held.image, after: await this.changeMe.run(id, { image: key }) };
    };
    return this.work.run(work, [userCacheTag(id)]);
  }

  /** What nobody shows any more is not kept. */
  async drop(key: string | null): Promise<void> {
    if (key !== null) await this.faces.drop(key);
  }
}
