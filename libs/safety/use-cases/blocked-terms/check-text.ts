import { Injectable } from '@nestjs/common';
import type { TermMatch, TermScope } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { maskMatches } from '../../domain/blocked-terms/term-matches.js';
import type { Subject } from '../../domain/cases/subject.js';
import { OpenCase } from '../cases/open-case.js';
import { MatchTerms, type Texts } from './match-terms.js';

/** Opens a case when the texts contain flagged terms. Call it in the transaction that stores the texts, once the subject exists. */
export type ReportFlagged = (subject: Subject) => Promise<void>;

/** Texts that may be stored. */
export interface CheckedText<T extends Texts> {
  /** Terms with the action `replace` are masked with asterisks. */
  readonly texts: T;
  readonly flag: ReportFlagged;
}

const MAX_HITS_IN_REJECTION = 20;

const isFlagged = ({ action }: TermMatch): boolean => action === 'flag';

/** Checks texts of users against the blocked terms before they are stored. */
@Injectable()
export class CheckText {
  constructor(
    private readonly matchTerms: MatchTerms,
    private readonly openCase: OpenCase,
  ) {}

  /**
   * @param before texts of the same image that are already stored
   * @throws Rejection SAFETY_BLOCKED_TERMS { hits }
   */
  async run<T extends Texts>(scope: TermScope, texts: T, before: readonly Texts[] = []): Promise<CheckedText<T>> {
    return this.toCheckedText(texts, this.matchTerms.run(scope, texts, before));
  }

  /**
   * Checks texts of several scopes that are stored together. Field names are unique across scopes.
   * @throws Rejection SAFETY_BLOCKED_TERMS { hits }
   */
  async runScopes<T extends Texts>(
    textsByScope: Readonly<Partial<Record<TermScope, Partial<T>>>>,
  ): Promise<CheckedText<T>> {
    const entries = Object.entries(textsByScope) as [TermScope, Texts][];
    const hits = entries.flatMap(([scope, texts]) => this.matchTerms.run(scope, texts));
    return this.toCheckedText(Object.assign({}, ...entries.map(([, texts]) => texts)) as T, hits);
  }

  /**
   * Opens a case when prompts contain flagged terms, once there is an image to review.
   * @param prompts all prompts of one image
   */
  async reportPrompts(subject: Subject, prompts: readonly Texts[]): Promise<void> {
    const hits = prompts.flatMap((texts) => {
      const others = prompts.filter((other) => other !== texts);
      return this.matchTerms.run('prompts', texts, others);
    });
    await this.report(subject, hits.filter(isFlagged));
  }

  /**
   * Prompts as visitors read them while they are written: with a dot in place of each character of a blocked term.
   * @param owner whose turn it is, as for MatchTerms.preview
   */
  async maskPrompts<T extends Texts>(prompts: T, owner: string): Promise<T> {
    const hits = await this.matchTerms.preview('prompts', prompts, Infinity, owner);
    const masked = Object.entries(prompts).map(([field, text]) => [
      field,
      maskMatches(
        text,
        hits.filter((hit) => hit.field === field),
        '•',
      ),
    ]);
    return Object.fromEntries(masked) as T;
  }

  private toCheckedText<T extends Texts>(texts: T, hits: readonly TermMatch[]): CheckedText<T> {
    const blocked = hits.filter(({ action }) => action === 'block');
    if (blocked.length > 0) {
      const firstHits = blocked.slice(0, MAX_HITS_IN_REJECTION);
      throw new Rejection('SAFETY_BLOCKED_TERMS', { hits: firstHits });
    }
    const replacedByField = Map.groupBy(
      hits.filter(({ action }) => action === 'replace'),
      ({ field }) => field,
    );
    const masked = Object.entries(texts).map(([field, text]) => [
      field,
      maskMatches(text, replacedByField.get(field) ?? []),
    ]);
    const flagged = hits.filter(isFlagged);
    return { texts: Object.fromEntries(masked) as T, flag: (subject) => this.report(subject, flagged) };
  }

  private async report(subject: Subject, flagged: readonly TermMatch[]): Promise<void> {
    if (flagged.length === 0) return;
    const terms = [...new Set(flagged.map(({ matchedText }) => matchedText))].join(', ');
    const categories = [...new Set(flagged.map(({ category }) => category))].join(', ');
    await this.openCase.run({ by: 'system', subject, reason: 'blockedTerms', detail: { words: terms, categories } });
  }
}

/** The fields of a form per scope. */
type FormScopes<T> = Readonly<Partial<Record<TermScope, readonly (keyof T & string)[]>>>;

export interface CheckedFields<T> {
  /** The form as it may be stored. */
  readonly fields: T;
  readonly flag: ReportFlagged;
}

/** Checks the texts and lists of texts of a form. Absent fields stay absent. */
@Injectable()
export class CheckForm {
  constructor(private readonly checkText: CheckText) {}

  /**
   * Hits name the field, for lists with the index: `tags.0`.
   * @throws Rejection SAFETY_BLOCKED_TERMS { hits }
   */
  async run<T extends object>(scopes: FormScopes<T>, form: T): Promise<CheckedFields<T>> {
    const textsByScope = Object.entries(scopes).map(([scope, fields = []]) => [
      scope,
      Object.fromEntries(fields.flatMap((field) => textsOf(field, form[field]))),
    ]);
    const { texts, flag } = await this.checkText.runScopes(Object.fromEntries(textsByScope));
    const names = Object.values<readonly (keyof T & string)[]>(scopes).flat();
    const checkedFields = names.map((field) => [field, withTexts(field, form[field], texts)]);
    const present = checkedFields.filter(([field]) => (field as string) in form);
    return { fields: { ...form, ...(Object.fromEntries(present) as Partial<T>) }, flag };
  }
}

const textsOf = (field: string, value: unknown): [string, string][] => {
  if (typeof value === 'string') return [[field, value]];
  return Array.isArray(value) ? value.flatMap((item, index) => textsOf(`${field}.${index}`, item)) : [];
};

const withTexts = (field: string, value: unknown, texts: Texts): unknown => {
  if (typeof value === 'string') return texts[field] ?? value;
  return Array.isArray(value) ? value.map((item, index) => withTexts(`${field}.${index}`, item, texts)) : value;
};
