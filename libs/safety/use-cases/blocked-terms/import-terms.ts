import { Injectable } from '@nestjs/common';
import { Clock, Rejection } from '@visionary/kernel';
import { Audit } from '../../domain/cases/audit.js';
import {
  type TermChange,
  LISTED_AT_MOST,
  type BlockedTerm,
  isUnchanged,
  type TermFields,
  normalizeTerm,
} from '../../domain/blocked-terms/blocked-term.js';
import { TermMatcherFactory } from '../../domain/blocked-terms/term-matcher.js';
import { termId } from './term-id.js';
import { TermListTransaction } from './term-list-transaction.js';

export interface Imported {
  readonly added: number;
  readonly changed: number;
  /** Were on the lists as they stand there. */
  readonly same: number;
}

/** A term, and which line of the file it is on. */
export interface TermFileRow {
  readonly line: number;
  readonly fields: TermFields;
}

/** Terms of one turn, so that nobody waits long for the next. */
const AT_ONCE = 500;
/** In one line of the log. */
const NAMED_AT_ONCE = 100;

/** Puts many terms on the lists, over those that are the same words. What a file does not name stays. */
@Injectable()
export class ImportTerms {
  constructor(
    private readonly turn: TermListTransaction,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly termMatcherFactory: TermMatcherFactory,
  ) {}

  /** The same file again changes nothing more. @throws Rejection SAFETY_TERMS_FILE_INVALID { line, reason }, SAFETY_TOO_MANY_TERMS { max } */
  async run(byId: string, all: readonly TermFileRow[]): Promise<Imported> {
    const bad = all.find(
      ({ fields: { text, action } }) =>
        !this.termMatcherFactory.canFind(text) || (action === 'allow' && this.termMatcherFactory.isOfParts(text)),
    );
    if (bad) throw new Rejection('SAFETY_TERMS_FILE_INVALID', { line: bad.line, reason: 'text' });
    // Of a word that is there twice the last line holds.
    const terms = [...new Map(all.map(({ fields }) => [termId(fields.text), fields]))];
    let [added, changed] = [0, 0];
    try {
      for (let from = 0; from < terms.length; from += AT_ONCE) {
        const done = await this.some(byId, terms.slice(from, from + AT_ONCE));
        added += done.added;
        changed += done.changed;
      }
    } finally {
      // Also what was put on the lists before something went wrong.
      await this.turn.hold();
    }
    return { added, changed, same: terms.length - added - changed };
  }

  private some(byId: string, terms: readonly (readonly [string, TermFields])[]): Promise<Omit<Imported, 'same'>> {
    return this.turn.change(async ({ shelf, put }) => {
      const at = this.clock.now();
      const fresh: BlockedTerm[] = [];
      const others: BlockedTerm[] = [];
      for (const [id, fields] of terms) {
        const term = { ...normalizeTerm(fields), id, byId, at };
        const listed = shelf.byId(id);
        if (!listed) fresh.push(term);
        else if (!isUnchanged(listed, term)) others.push(term);
      }
      if (shelf.size + fresh.length > LISTED_AT_MOST) {
        throw new Rejection('SAFETY_TOO_MANY_TERMS', { max: LISTED_AT_MOST });
      }
      await put([...fresh, ...others].map((term): TermChange => ({ ...term, isRemoved: false })));
      await this.note(byId, fresh, others);
      return { added: fresh.length, changed: others.length };
    });
  }

  /** Each of them is named. */
  private async note(byId: string, added: readonly BlockedTerm[], changed: readonly BlockedTerm[]): Promise<void> {
    for (const [what, terms] of Object.entries({ added, changed })) {
      for (let from = 0; from < terms.length; from += NAMED_AT_ONCE) {
        const some = terms.slice(from, from + NAMED_AT_ONCE);
        const named = some.map(({ text, action }) => `${text} (${action})`).join('\n');
        await this.audit.write({ byId, action: 'blockedTerms.imported', detail: { [what]: some.length, terms: named } });
      }
    }
  }
}
