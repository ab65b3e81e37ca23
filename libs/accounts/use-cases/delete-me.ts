import { Injectable } from '@nestjs/common';
import { ChangeAvatar } from './change-avatar.js';
import { ConfirmPassword } from './confirm-password.js';
import { RemoveAccount } from './remove-account.js';

/** Somebody leaves for good: their name is free at once, and nobody is behind what they said. */
@Injectable()
export class DeleteMe {
  constructor(
    private readonly confirmPassword: ConfirmPassword,
    private readonly removeAccount: RemoveAccount,
    private readonly images: ChangeAvatar,
  ) {}

  /** @throws Rejection as ConfirmPassword and RemoveAccount */
  async run(accountId: string, password: string): Promise<void> {
    const { image } = await this.removeAccount.run(await this.confirmPassword.require(accountId, password));
    await this.images.drop(image);
  }
}
