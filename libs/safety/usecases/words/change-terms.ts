import { Injectable } from '@nestjs/common';
import { Clock, Rejection } from '@visionary/kernel';
import { Audit } from '../../domain/cases/audit.js';
import {
  LISTED_AT_MOST,
  type ListedTerm,
  saysTheSame,
  type TermFields,
  written,
} from '../../domain/words/listed-term.js';
import { Finders } from '../../domain/words/finder.js';
import { changeDetail, termDetail } from './term-detail.js';
import { termId } from './term-id.js';
import { TermTurn, type Turn } from './term-turn.js';

/** Changes the lists term by term, each change in the log. */
@Injectable()
export class ChangeTerms {
  constructor(
    private readonly turn: TermTurn,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly finders: Finders,
  ) {}

  /** @throws Rejection SAFETY_TERM_LISTED { term }, SAFETY_TOO_MANY_TERMS { max }, INVALID for signs that no text is found by */
  add(byId: string, fields: TermFields): Promise<ListedTerm> {
    return this.turn.run(async ({ shelf, put }) => {
      const term = this.written(byId, fields);
      const listed = shelf.byId(term.id);
      if (listed) throw new Rejection('SAFETY_TERM_LISTED', { term: listed.text });
      if (shelf.size >= LISTED_AT_MOST) throw new Rejection('SAFETY_TOO_MANY_TERMS', { max: LISTED_AT_MOST });
      await put([{ ...term, isRemoved: false }]);
      await this.note(byId, 'added', term, termDetail(term));
      return term;
    });
  }

  /** Another word is another term: the one it was is removed. @throws Rejection SAFETY_TERM_NOT_FOUND, SAFETY_TERM_LISTED */
  edit(byId: string, id: string, changes: Partial<TermFields>): Promise<ListedTerm> {
    return this.turn.run(async (turn) => {
      const before = requireTerm(turn, id);
      const after = this.written(byId, { ...before, ...changes });
      const isOther = after.id !== id;
      if (isOther && turn.shelf.byId(after.id)) throw new Rejection('SAFETY_TERM_LISTED', { term: after.text });
      if (saysTheSame(before, after)) return before;
      if (isOther) await turn.put([{ ...before, byId, at: after.at, isRemoved: true }]);
      await turn.put([{ ...after, isRemoved: false }]);
      await this.note(byId, 'changed', after, changeDetail(before, after));
      return after;
    });
  }

  /** @throws Rejection SAFETY_TERM_NOT_FOUND */
  remove(byId: string, id: string): Promise<void> {
    return this.turn.run(async (turn) => {
      const before = requireTerm(turn, id);
      await turn.put([{ ...before, byId, at: this.clock.now(), isRemoved: true }]);
      await this.note(byId, 'removed', before, termDetail(before));
    });
  }

  private written(byId: string, fields: TermFields): ListedTerm {
    if (!this.finders.canFind(fields.text)) throw new Rejection('INVALID', { field: 'text', reason: 'no letters' });
    if (fields.action === 'allow' && this.finders.isOfParts(fields.text)) {
      throw new Rejection('INVALID', { field: 'text', reason: 'what is let through stands in one place' });
    }
    return { ...written(fields), id: termId(fields.text), byId, at: this.clock.now() };
  }

  private note(byId: string, what: string, { id }: ListedTerm, detail: Record<string, string>): Promise<void> {
    return this.audit.write({ byId, action: `term.${what}`, about: { kind: 'term', id }, detail });
  }
}

const requireTerm = ({ shelf }: Turn, id: string): ListedTerm => {
  const term = shelf.byId(id);
  if (!term) throw new Rejection('SAFETY_TERM_NOT_FOUND');
  return term;
};
