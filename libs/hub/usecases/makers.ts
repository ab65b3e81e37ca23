import { Injectable } from '@nestjs/common';
import { People, type Person } from '@visionary/accounts';
import { type Called, type Credit, Credits, keyOf, type Made } from '../domain/credits.js';

/** For other slices: who is behind models and LoRAs. Those nobody is said to have made are missing. */
@Injectable()
export class Makers {
  constructor(
    private readonly credits: Credits,
    private readonly people: People,
  ) {}

  /** By what their files are: what a picture says it was made with. `makerOf` takes the same, also in part. */
  async ofFiles(made: readonly Made[]): Promise<(one: Made) => Person | undefined> {
    const credits = await this.credits.ofFiles(made);
    const people = await this.people.byIds(credits.map(({ personId }) => personId));
    return ({ kind, hash }) => {
      const credit = credits.find((one) => one.kind === kind && one.hash.startsWith(hash));
      return credit && people.get(credit.personId);
    };
  }

  /** By the names they go by here. */
  async ofNames(called: readonly Called[]): Promise<(one: Called) => Person | undefined> {
    const credits: readonly Credit[] = await this.credits.ofNames(called);
    const people = await this.people.byIds(credits.map(({ personId }) => personId));
    const makers = new Map(credits.map((credit) => [keyOf(credit), credit.personId]));
    return (one) => people.get(makers.get(keyOf(one)) ?? '');
  }
}
