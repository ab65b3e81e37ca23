import { Injectable } from '@nestjs/common';
import { Database, type Row } from '@visionary/platform/database';
import {
  type LocalModelName,
  type ModelCredit,
  MIN_HASH_DIGITS,
  keyOf,
  type ModelFileRef,
} from '../domain/model-credits.js';

/** Credits of models and additions. Each has one creator. */
@Injectable()
export class ModelCredits {
  constructor(private readonly database: Database) {}

  /** Replaces an existing credit. */
  async assign({ kind, hash, name, userId, at }: ModelCredit): Promise<void> {
    await this.database.deleteFrom('model_credit').where('kind', '=', kind).where('hash', '=', hash).execute();
    await this.database.insertInto('model_credit').values({ kind, hash, name, user_id: userId, at }).execute();
  }

  /** Revokes the credits of all files with this name. @returns the revoked credits */
  async revoke({ kind, name }: LocalModelName): Promise<ModelCredit[]> {
    const rows = await this.select.where('kind', '=', kind).where('name', '=', name).execute();
    await this.database.deleteFrom('model_credit').where('kind', '=', kind).where('name', '=', name).execute();
    return rows.map(creditOf);
  }

  /** Credits of these files in the order of their keys. One query. */
  async ofFiles(files: readonly ModelFileRef[]): Promise<ModelCredit[]> {
    const identifiable = files.filter(({ hash }) => hash.length >= MIN_HASH_DIGITS);
    if (identifiable.length === 0) return [];
    const rows = this.select.where(({ or, and, eb }) =>
      // A prefix is followed by hex digits, and `g` sorts after them.
      or(
        identifiable.map(({ kind, hash }) =>
          and([eb('kind', '=', kind), eb('hash', '>=', hash), eb('hash', '<', `${hash}g`)]),
        ),
      ),
    );
    return (await rows.orderBy('kind').orderBy('hash').execute()).map(creditOf);
  }

  /** The latest credit of each name. One query. */
  async ofNames(names: readonly LocalModelName[]): Promise<ModelCredit[]> {
    if (names.length === 0) return [];
    const keys = new Set(names.map(keyOf));
    const rows = this.select.where('name', 'in', [...new Set(names.map(({ name }) => name))]);
    const credits = (await rows.orderBy('at', 'desc').execute()).map(creditOf);
    return latestPerName(credits.filter((credit) => keys.has(keyOf(credit))));
  }

  /** A user's credits, newest first, one per name. */
  async by(userId: string): Promise<ModelCredit[]> {
    const rows = this.select.where('user_id', '=', userId).orderBy('at', 'desc').orderBy('name');
    return latestPerName((await rows.execute()).map(creditOf));
  }

  async all(): Promise<ModelCredit[]> {
    return (await this.select.orderBy('at', 'desc').execute()).map(creditOf);
  }

  /** Locks the credit until the unit of work ends. @returns whether it still holds */
  async hold({ kind, hash, userId }: ModelCredit): Promise<boolean> {
    const update = this.database
      .updateTable('model_credit')
      .set(({ ref }) => ({ at: ref('at') }))
      .where('kind', '=', kind);
    await update.where('hash', '=', hash).execute();
    const row = await this.select.where('kind', '=', kind).where('hash', '=', hash).executeTakeFirst();
    return row?.user_id === userId;
  }

  async forgetUser(userId: string): Promise<void> {
    await this.database.deleteFrom('model_credit').where('user_id', '=', userId).execute();
  }

  private get select() {
    return this.database.selectFrom('model_credit').selectAll();
  }
}

/** Replaced files leave several credits under one name. */
const latestPerName = (credits: readonly ModelCredit[]): ModelCredit[] =>
  [...new Map(credits.toReversed().map((credit) => [keyOf(credit), credit])).values()].sort(
    (a, b) => b.at - a.at || (a.name < b.name ? -1 : 1),
  );

const creditOf = ({ user_id: userId, at, ...row }: Row<'model_credit'>): ModelCredit => ({
  ...row,
  userId,
  at: Number(at),
});
