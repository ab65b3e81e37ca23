import { Injectable } from '@nestjs/common';
import { Clock, Rejection } from '@visionary/kernel';
import { Audit } from '../../domain/cases/audit.js';
import {
  LISTED_AT_MOST,
  type BlockedTerm,
  isUnchanged,
  type TermFields,
  normalizeTerm,
} from '../../domain/blocked-terms/blocked-term.js';
import { TermMatcherFactory } from '../../domain/blocked-terms/term-matcher.js';
import { auditChangeDetail, auditTermDetail } from './audit-term-detail.js';
import { termId } from './term-id.js';
import { TermListTransaction, type Turn } from './term-list-transaction.js';

/** Changes the lists term by term, each change in the log. */
@Injectable()
export class ChangeTerms {
  constructor(
    private readonly turn: TermListTransaction,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly termMatcherFactory: TermMatcherFactory,
  ) {}

  /** @throws Rejection SAFETY_TERM_EXISTS { term }, SAFETY_TOO_MANY_TERMS { max }, INVALID for signs that no text is found by */
  add(byId: string, fields: TermFields): Promise<BlockedTerm> {
    return this.turn.run(async ({ shelf, put }) => {
      const term = this.written(byId, fields);
      const listed = shelf.byId(term.id);
      if (listed) throw new Rejection('SAFETY_TERM_EXISTS', { term: listed.text });
      if (shelf.size >= LISTED_AT_MOST) throw new Rejection('SAFETY_TOO_MANY_TERMS', { max: LISTED_AT_MOST });
      await put([{ ...term, isRemoved: false }]);
      await this.note(byId, 'added', term, auditTermDetail(term));
      return term;
    });
  }

  /** Another word is another term: the one it was is removed. @throws Rejection SAFETY_TERM_NOT_FOUND, SAFETY_TERM_EXISTS */
  edit(byId: string, id: string, changes: Partial<TermFields>): Promise<BlockedTerm> {
    return this.turn.run(async (turn) => {
      const before = requireTerm(turn, id);
      const after = this.written(byId, { ...before, ...changes });
      const isOther = after.id !== id;
      if (isOther && turn.shelf.byId(after.id)) throw new Rejection('SAFETY_TERM_EXISTS', { term: after.text });
      if (isUnchanged(before, after)) return before;
      if (isOther) await turn.put([{ ...before, byId, at: after.at, isRemoved: true }]);
      await turn.put([{ ...after, isRemoved: false }]);
      await this.note(byId, 'changed', after, auditChangeDetail(before, after));
      return after;
    });
  }

  /** @throws Rejection SAFETY_TERM_NOT_FOUND */
  remove(byId: string, id: string): Promise<void> {
    return this.turn.run(async (turn) => {
      const before = requireTerm(turn, id);
      await turn.put([{ ...before, byId, at: this.clock.now(), isRemoved: true }]);
      await this.note(byId, 'removed', before, auditTermDetail(before));
    });
  }

  private written(byId: string, fields: TermFields): BlockedTerm {
    if (!this.termMatcherFactory.canFind(fields.text)) {
      throw new Rejection('INVALID', { field: 'text', reason: 'no letters' });
    }
    if (fields.action === 'allow' && this.termMatcherFactory.isOfParts(fields.text)) {
      throw new Rejection('INVALID', { field: 'text', reason: 'what is let through stands in one place' });
    }
    return { ...normalizeTerm(fields), id: termId(fields.text), byId, at: this.clock.now() };
  }

  private note(byId: string, what: string, { id }: BlockedTerm, detail: Record<string, string>): Promise<void> {
    return this.audit.write({ byId, action: `blockedTerm.${what}`, about: { kind: 'term', id }, detail });
  }
}

const requireTerm = ({ shelf }: Turn, id: string): BlockedTerm => {
  const term = shelf.byId(id);
  if (!term) throw new Rejection('SAFETY_TERM_NOT_FOUND');
  return term;
};
