import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { type Account, Accounts } from '../domain/account.js';
import { FaceStore } from '../domain/face-store.js';
import { personSubject } from '../domain/subjects.js';
import { ChangeMe } from './change-me.js';

/** Somebody shows another picture, or the drawn one again. */
@Injectable()
export class ChangePicture {
  constructor(
    private readonly accounts: Accounts,
    private readonly faces: FaceStore,
    private readonly changeMe: ChangeMe,
    private readonly work: UnitOfWork,
  ) {}

  /** @param picture as it will be shown; null: none. @throws Rejection UNAUTHENTICATED when the account is gone */
  async run(id: string, picture: Uint8Array | null): Promise<Account> {
    const show = (key: string | null) => this.show(id, key);
    const { before, after } = await (picture ? this.faces.hold(picture, show) : show(null));
    if (before !== after.picture) await this.drop(before);
    return after;
  }

  private show(id: string, key: string | null): Promise<{ before: string | null; after: Account }> {
    const work = async () => {
      // Held first: of two who change it at once, the second knows what the first one left.
      const held = await this.accounts.hold(id);
      if (!held) throw new Rejection('UNAUTHENTICATED');
      return { before: held.picture, after: await this.changeMe.run(id, { picture: key }) };
    };
    return this.work.run(work, [personSubject(id)]);
  }

  /** What nobody shows any more is not kept. */
  async drop(key: string | null): Promise<void> {
    if (key !== null) await this.faces.drop(key);
  }
}
