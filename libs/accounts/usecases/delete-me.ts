import { Injectable } from '@nestjs/common';
import { ChangePicture } from './change-picture.js';
import { PresentPassword } from './present-password.js';
import { RemoveAccount } from './remove-account.js';

/** Somebody leaves for good: their name is free at once, and nobody is behind what they said. */
@Injectable()
export class DeleteMe {
  constructor(
    private readonly presentPassword: PresentPassword,
    private readonly removeAccount: RemoveAccount,
    private readonly pictures: ChangePicture,
  ) {}

  /** @throws Rejection as PresentPassword and RemoveAccount */
  async run(accountId: string, password: string): Promise<void> {
    const { picture } = await this.removeAccount.run(await this.presentPassword.require(accountId, password));
    await this.pictures.drop(picture);
  }
}
