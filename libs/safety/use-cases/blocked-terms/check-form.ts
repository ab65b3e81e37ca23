import { Injectable } from '@nestjs/common';
import type { WordScope } from '../../domain/blocked-terms/blocked-term.js';
import { CheckText, type ReportFlagged } from './check-text.js';
import type { Texts } from './match-terms.js';

/** Which fields are written for what. */
export type ScopeOfFields<T> = Readonly<Partial<Record<WordScope, readonly (keyof T & string)[]>>>;

export interface CheckedFields<T> {
  /** As it may be kept. */
  readonly fields: T;
  readonly flag: ReportFlagged;
}

/** What may be kept of a form: of its texts and lists of texts; what it does not say, it does not say afterwards either. */
@Injectable()
export class CheckForm {
  constructor(private readonly words: CheckText) {}

  /** Hits name the field, and in a list which one: `tags.0`. @throws Rejection SAFETY_BLOCKED_TERMS { hits } */
  async run<T extends object>(scopes: ScopeOfFields<T>, said: T): Promise<CheckedFields<T>> {
    const parts = Object.entries(scopes).map(([scope, fields = []]) => [
      scope,
      Object.fromEntries(fields.flatMap((field) => textsOf(field, said[field]))),
    ]);
    const { texts, flag } = await this.words.all(Object.fromEntries(parts));
    const names = Object.values<readonly (keyof T & string)[]>(scopes).flat();
    const kept = names.map((field) => [field, withTexts(field, said[field], texts)]);
    const real = kept.filter(([field]) => (field as string) in said);
    return { fields: { ...said, ...(Object.fromEntries(real) as Partial<T>) }, flag };
  }
}

const textsOf = (field: string, value: unknown): [string, string][] => {
  if (typeof value === 'string') return [[field, value]];
  return Array.isArray(value) ? value.flatMap((one, n) => textsOf(`${field}.${n}`, one)) : [];
};

const withTexts = (field: string, value: unknown, texts: Texts): unknown => {
  if (typeof value === 'string') return texts[field] ?? value;
  return Array.isArray(value) ? value.map((one, n) => withTexts(`${field}.${n}`, one, texts)) : value;
};
