import { Injectable } from '@nestjs/common';
import type { TermImportResult, TermsQuery, TermTopic, TermTopicView } from '@visionary/contract';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import { canBeFound, isMultiPart } from '@visionary/word-filter';
import {
  type BlockedTerm,
  BlockedTermsChanged,
  isUnchanged,
  keyOf,
  MAX_TERMS,
  normalizeTerm,
  type TermChange,
  type TermFields,
} from '../../domain/blocked-terms/blocked-term.js';
import { stripIds } from '../../domain/blocked-terms/searched-text.js';
import type { PositionedTerm, TermList } from '../../domain/blocked-terms/term-list.js';
import { Terms } from '../../storage/blocked-terms/terms.js';
import { AuditLog } from '../../storage/cases/audit-log.js';
import { TermFilter } from './term-filter.js';
import { termId } from './term-id.js';
import type { TermFileRow } from './terms-file.js';

interface TermsPage {
  readonly terms: readonly PositionedTerm[];
  readonly found: number;
  readonly total: number;
}

interface FilterMatch {
  readonly start: number;
  readonly end: number;
  readonly matchedText: string;
  readonly term: PositionedTerm;
}

/** The locked lists inside a transaction. */
interface LockedTerms {
  readonly list: TermList;
  /** The version of the changes. */
  readonly version: number;
  put(terms: readonly TermChange[]): Promise<void>;
}

/** Terms per import transaction, so that other changes don't wait long. */
const IMPORT_BATCH_SIZE = 500;
/** Terms per audit log entry of an import. */
const TERMS_PER_AUDIT_ENTRY = 100;

/** The lists of blocked terms, for moderators and admins. Changes are serialized and audited. */
@Injectable()
export class TermsService {
  constructor(
    private readonly terms: Terms,
    private readonly filter: TermFilter,
    private readonly audit: AuditLog,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async page({ page, ...query }: TermsQuery, perPage: number): Promise<TermsPage> {
    const all = await this.all();
    const found = all.filter(matching(query));
    return { terms: found.slice(page * perPage, (page + 1) * perPage), found: found.length, total: all.length };
  }

  /** Ordered by category and text. */
  async all(): Promise<readonly PositionedTerm[]> {
    await this.filter.refresh();
    return this.filter.list.all();
  }

  /** Adds the position to listed terms. */
  positioned(ids: Iterable<string>): ReadonlyMap<string, PositionedTerm> {
    const requested = new Set(ids);
    return new Map(this.filter.list.all().flatMap((term) => (requested.has(term.id) ? [[term.id, term]] : [])));
  }

  /** Finds all listed terms in a text, in every scope. The text isn't stored. */
  async test(text: string): Promise<FilterMatch[]> {
    await this.filter.refresh();
    const found = this.filter.find(stripIds(text));
    const terms = this.positioned(found.map(({ termId: id }) => id));
    return found.flatMap(({ termId: id, start, end }) => {
      const term = terms.get(id);
      return term ? [{ start, end, matchedText: text.slice(start, end), term }] : [];
    });
  }

  /** The lists that watch prompts. */
  async topics(): Promise<TermTopicView[]> {
    await this.filter.refresh();
    return this.filter.list.topics();
  }

  switchTopic(byId: string, topic: TermTopic, isOn: boolean): Promise<void> {
    return this.change(async ({ list, version }) => {
      if (list.topics().find((state) => state.topic === topic)?.isOn === isOn) return;
      await this.terms.saveTopic({ topic, isOn, byId, at: this.clock.now(), version });
      await this.audit.write({ byId, action: isOn ? 'termTopic.turnedOn' : 'termTopic.turnedOff', detail: { topic } });
    });
  }

  /** @throws Rejection SAFETY_TERM_EXISTS { term }, SAFETY_TOO_MANY_TERMS { max }, INVALID for a text without letters */
  add(byId: string, fields: TermFields): Promise<BlockedTerm> {
    return this.change(async ({ list, put }) => {
      const term = this.toTerm(byId, fields);
      const existing = list.byId(term.id);
      if (existing) throw new Rejection('SAFETY_TERM_EXISTS', { term: existing.text });
      if (list.size >= MAX_TERMS) throw new Rejection('SAFETY_TOO_MANY_TERMS', { max: MAX_TERMS });
      await put([{ ...term, isRemoved: false }]);
      await this.record(byId, 'added', term, auditDetail(term));
      return term;
    });
  }

  /** A new text makes another term: the one before is removed. @throws Rejection SAFETY_TERM_NOT_FOUND, SAFETY_TERM_EXISTS */
  edit(byId: string, id: string, changes: Partial<TermFields>): Promise<BlockedTerm> {
    return this.change(async ({ list, put }) => {
      const before = requireTerm(list, id);
      const after = this.toTerm(byId, { ...before, ...changes });
      const isOther = after.id !== id;
      if (isOther && list.byId(after.id)) throw new Rejection('SAFETY_TERM_EXISTS', { term: after.text });
      if (isUnchanged(before, after)) return before;
      if (isOther) await put([{ ...before, byId, at: after.at, isRemoved: true }]);
      await put([{ ...after, isRemoved: false }]);
      await this.record(byId, 'changed', after, auditChangeDetail(before, after));
      return after;
    });
  }

  /** @throws Rejection SAFETY_TERM_NOT_FOUND */
  remove(byId: string, id: string): Promise<void> {
    return this.change(async ({ list, put }) => {
      const before = requireTerm(list, id);
      await put([{ ...before, byId, at: this.clock.now(), isRemoved: true }]);
      await this.record(byId, 'removed', before, auditDetail(before));
    });
  }

  /**
   * Adds or overwrites many terms. Terms that the file doesn't contain stay. Importing a file twice changes nothing more.
   * @throws Rejection SAFETY_TERMS_FILE_INVALID { line, reason }, SAFETY_TOO_MANY_TERMS { max }
   */
  async import(byId: string, rows: readonly TermFileRow[]): Promise<TermImportResult> {
    const invalid = rows.find(
      ({ fields: { text, action } }) => !canBeFound(text) || (action === 'allow' && isMultiPart(text)),
    );
    if (invalid) throw new Rejection('SAFETY_TERMS_FILE_INVALID', { line: invalid.line, reason: 'text' });
    // The last line of a duplicate term applies.
    const terms = [...new Map(rows.map(({ fields }) => [termId(fields.text), fields]))];
    let [added, changed] = [0, 0];
    try {
      for (let from = 0; from < terms.length; from += IMPORT_BATCH_SIZE) {
        const batch = await this.importBatch(byId, terms.slice(from, from + IMPORT_BATCH_SIZE));
        added += batch.added;
        changed += batch.changed;
      }
    } finally {
      // Batches before a failed one are committed, too.
      await this.filter.refresh();
    }
    return { added, changed, same: terms.length - added - changed };
  }

  private importBatch(
    byId: string,
    terms: readonly (readonly [string, TermFields])[],
  ): Promise<Omit<TermImportResult, 'same'>> {
    return this.transaction(async ({ list, put }) => {
      const at = this.clock.now();
      const added: BlockedTerm[] = [];
      const changed: BlockedTerm[] = [];
      for (const [id, fields] of terms) {
        const term = { ...normalizeTerm(fields), id, byId, at };
        const existing = list.byId(id);
        if (!existing) added.push(term);
        else if (!isUnchanged(existing, term)) changed.push(term);
      }
      if (list.size + added.length > MAX_TERMS) throw new Rejection('SAFETY_TOO_MANY_TERMS', { max: MAX_TERMS });
      await put([...added, ...changed].map((term) => ({ ...term, isRemoved: false })));
      await this.recordImport(byId, added, changed);
      return { added: added.length, changed: changed.length };
    });
  }

  private async recordImport(
    byId: string,
    added: readonly BlockedTerm[],
    changed: readonly BlockedTerm[],
  ): Promise<void> {
    for (const [what, terms] of Object.entries({ added, changed })) {
      for (let from = 0; from < terms.length; from += TERMS_PER_AUDIT_ENTRY) {
        const batch = terms.slice(from, from + TERMS_PER_AUDIT_ENTRY);
        const names = batch.map(({ text, action }) => `${text} (${action})`).join('\n');
        await this.audit.write({
          byId,
          action: 'blockedTerms.imported',
          detail: { [what]: batch.length, terms: names },
        });
      }
    }
  }

  /** Runs a transaction and waits until this node uses the changed lists. */
  private async change<T>(work: (locked: LockedTerms) => Promise<T>): Promise<T> {
    const result = await this.transaction(work);
    await this.filter.refresh();
    return result;
  }

  private transaction<T>(work: (locked: LockedTerms) => Promise<T>): Promise<T> {
    return this.unitOfWork.run(async () => {
      const version = await this.terms.lock();
      await this.filter.read();
      this.unitOfWork.publish(new BlockedTermsChanged());
      const put = (terms: readonly TermChange[]) => this.terms.save(terms.map((term) => ({ ...term, version })));
      return work({ list: this.filter.list, version, put });
    });
  }

  private toTerm(byId: string, fields: TermFields): BlockedTerm {
    if (!canBeFound(fields.text)) throw new Rejection('INVALID', { field: 'text', reason: 'no letters' });
    if (fields.action === 'allow' && isMultiPart(fields.text)) {
      throw new Rejection('INVALID', { field: 'text', reason: 'an allowed term has one part' });
    }
    return { ...normalizeTerm(fields), id: termId(fields.text), byId, at: this.clock.now() };
  }

  private record(
    byId: string,
    what: 'added' | 'changed' | 'removed',
    { id }: BlockedTerm,
    detail: Record<string, string>,
  ): Promise<void> {
    return this.audit.write({ byId, action: `blockedTerm.${what}`, about: { kind: 'term', id }, detail });
  }
}

const requireTerm = (list: TermList, id: string): BlockedTerm => {
  const term = list.byId(id);
  if (!term) throw new Rejection('SAFETY_TERM_NOT_FOUND');
  return term;
};

const auditDetail = ({ scopes, text, category, language, action, suggestion, note }: TermFields) => {
  return { text, category, language, action, scopes: scopes.join(' '), suggestion, note };
};

/** Adds the previous values of changed fields. */
const auditChangeDetail = (before: TermFields, after: TermFields): Record<string, string> => {
  const [previous, current]: Record<string, string>[] = [auditDetail(before), auditDetail(after)];
  const changed = Object.entries(previous!).filter(([name, value]) => current![name] !== value);
  return { ...current, ...Object.fromEntries(changed.map(([name, value]) => [`${name}Before`, value])) };
};

const matching = ({ search, category, language, action, scope, from }: Omit<TermsQuery, 'page'>) => {
  const key = search === undefined ? '' : keyOf(search);
  return (term: PositionedTerm): boolean =>
    (category === undefined || term.category === category) &&
    (language === undefined || term.language === language) &&
    (action === undefined || term.action === action) &&
    (scope === undefined || term.scopes.includes(scope)) &&
    (from === undefined || (term.byId === null) === (from === 'server')) &&
    (key === '' || keyOf(term.text).includes(key) || keyOf(term.note).includes(key));
};
