import { Injectable } from '@nestjs/common';
import { Users, type User } from '@visionary/accounts';
import {
  type LocalModelName,
  type ModelCredit,
  ModelCredits,
  keyOf,
  type ModelFileRef,
} from '../domain/model-credits.js';

/** For other slices: who is behind models and LoRAs. Those nobody is said to have made are missing. */
@Injectable()
export class ModelCreators {
  constructor(
    private readonly modelCredits: ModelCredits,
    private readonly users: Users,
  ) {}

  /** By what their files are: what an image says it was made with. `creatorOf` takes the same, also in part. */
  async ofFiles(made: readonly ModelFileRef[]): Promise<(one: ModelFileRef) => User | undefined> {
    const credits = await this.modelCredits.ofFiles(made);
    const users = await this.users.byIds(credits.map(({ userId }) => userId));
    return ({ kind, hash }) => {
      const credit = credits.find((one) => one.kind === kind && one.hash.startsWith(hash));
      return credit && users.get(credit.userId);
    };
  }

  /** By the names they go by here. */
  async ofNames(called: readonly LocalModelName[]): Promise<(one: LocalModelName) => User | undefined> {
    const credits: readonly ModelCredit[] = await this.modelCredits.ofNames(called);
    const users = await this.users.byIds(credits.map(({ userId }) => userId));
    const creators = new Map(credits.map((credit) => [keyOf(credit), credit.userId]));
    return (one) => users.get(creators.get(keyOf(one)) ?? '');
  }
}
