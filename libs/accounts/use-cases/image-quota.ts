import { Injectable } from '@nestjs/common';
import { LIMITS } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { NewAccounts } from './new-accounts.js';

const PIXELS_PER_MEGAPIXEL = 1_000_000;
const NEW_ACCOUNT_SHARE = 0.1;

/** How many images a user may upload to one place, by their pixels, and render, by their bytes. Less while the account is new. */
@Injectable()
export class ImageQuota {
  constructor(
    private readonly newAccounts: NewAccounts,
    private readonly config: Config,
  ) {}

  /**
   * @param pixels of the images that the user has there already
   * @throws Rejection STORAGE_IMAGE_QUOTA_EXCEEDED { limit, used }, in megapixels
   */
  async require(userId: string, pixels: number): Promise<void> {
    const { established, newAccount } = LIMITS.uploadedMegapixels;
    const used = Math.round(pixels / PIXELS_PER_MEGAPIXEL);
    if (used < newAccount) return;
    const limit = (await this.newAccounts.has(userId)) ? newAccount : established;
    if (used >= limit) throw new Rejection('STORAGE_IMAGE_QUOTA_EXCEEDED', { limit, used });
  }

  /**
   * @param used bytes of the images of the user's takes
   * @throws Rejection STORAGE_TAKE_QUOTA_EXCEEDED { limit, used }, in bytes
   */
  async requireForTakes(userId: string, used: number): Promise<void> {
    const { takeQuotaBytes } = this.config;
    if (takeQuotaBytes === 0 || used < takeQuotaBytes * NEW_ACCOUNT_SHARE) return;
    const limit = (await this.newAccounts.has(userId)) ? takeQuotaBytes * NEW_ACCOUNT_SHARE : takeQuotaBytes;
    if (used >= limit) throw new Rejection('STORAGE_TAKE_QUOTA_EXCEEDED', { limit, used });
  }
}
