import { Injectable } from '@nestjs/common';
import { Users, type User } from '@visionary/accounts';
import { keyOf, type LocalModelName, type ModelCredit, type ModelFileRef } from '../domain/model-credits.js';
import { ModelCredits } from '../storage/sql-model-credits.js';

/** Looks up the creators of models and additions for other slices. */
@Injectable()
export class ModelCreators {
  constructor(
    private readonly modelCredits: ModelCredits,
    private readonly users: Users,
  ) {}

  /** By file hashes or prefixes. @returns a lookup for these files */
  async ofFiles(files: readonly ModelFileRef[]): Promise<(file: ModelFileRef) => User | undefined> {
    const credits = await this.modelCredits.ofFiles(files);
    const users = await this.users.byIds(credits.map(({ userId }) => userId));
    return ({ kind, hash }) => {
      const credit = credits.find((other) => other.kind === kind && other.hash.startsWith(hash));
      return credit && users.get(credit.userId);
    };
  }

  /** By local names. @returns a lookup for these names */
  async ofNames(names: readonly LocalModelName[]): Promise<(name: LocalModelName) => User | undefined> {
    const credits: readonly ModelCredit[] = await this.modelCredits.ofNames(names);
    const users = await this.users.byIds(credits.map(({ userId }) => userId));
    const creators = new Map(credits.map((credit) => [keyOf(credit), credit.userId]));
    return (name) => users.get(creators.get(keyOf(name)) ?? '');
  }
}
