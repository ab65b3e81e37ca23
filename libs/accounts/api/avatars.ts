import { Injectable } from '@nestjs/common';
import { type AvatarCrop, LIMITS } from '@visionary/contract';
import { BlobStore, UnreferencedBlobs } from '@visionary/platform/blobs';
import { UntrustedImages } from '@visionary/platform/images';
import type { Account } from '../domain/account.js';
import { AccountsService } from '../use-cases/accounts.service.js';

const WEBP_QUALITY = 84;

/** Crops, stores and deletes avatars. */
@Injectable()
export class Avatars {
  constructor(
    private readonly accounts: AccountsService,
    private readonly images: UntrustedImages,
    private readonly blobs: BlobStore,
    private readonly unreferencedBlobs: UnreferencedBlobs,
  ) {}

  /**
   * @param crop in pixels of the upright image; absent values center the largest square
   * @throws Rejection ACCOUNTS_AVATAR_UNREADABLE, TOO_LARGE, RATE_LIMITED, INVALID when the square leaves the image,
   *   UNAUTHENTICATED when the account is deleted
   */
  async set(accountId: string, file: Uint8Array, crop: AvatarCrop): Promise<Account> {
    const avatar = await this.crop(accountId, file, crop);
    return this.replace(await this.blobs.lease(avatar, (key) => this.accounts.setAvatar(accountId, key)));
  }

  /** @throws Rejection UNAUTHENTICATED when the account is deleted */
  async remove(accountId: string): Promise<Account> {
    return this.replace(await this.accounts.setAvatar(accountId, null));
  }

  /** Deletes the blob unless something references it. */
  async deleteUnused(key: string): Promise<void> {
    await this.unreferencedBlobs.drop(key);
  }

  private async replace({ before, after }: { before: string | null; after: Account }): Promise<Account> {
    if (before !== null && before !== after.image) await this.deleteUnused(before);
    return after;
  }

  /** @returns WebP, LIMITS.avatarSize pixels wide and high, without metadata */
  private async crop(accountId: string, file: Uint8Array, crop: AvatarCrop): Promise<Uint8Array> {
    const { data } = await this.images.accept(
      file,
      'ACCOUNTS_AVATAR_UNREADABLE',
      {
        crop,
        size: { width: LIMITS.avatarSize, height: LIMITS.avatarSize, fit: 'fill' },
        format: { type: 'webp', quality: WEBP_QUALITY },
      },
      accountId,
    );
    return data;
  }
}
