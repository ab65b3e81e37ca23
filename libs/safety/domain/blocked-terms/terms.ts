import { DomainEvent } from '@visionary/kernel';
import type { TermChange, BlockedTerm } from './blocked-term.js';

/** As it is since that version. */
export type VersionedTerm = TermChange & { readonly version: number };

/**
 * Port: what users made of the lists that came with the server. Every change has a version, in the order of the commits,
 * so that whoever knows the lists up to one asks for what came after it.
 */
export abstract class Terms {
  abstract since(version: number): Promise<readonly VersionedTerm[]>;
  /** Within a transaction: nobody else changes the lists until it ends. @returns the version of what it changes */
  abstract turn(): Promise<number>;
  /** Within that transaction, each term once. */
  abstract save(terms: readonly VersionedTerm[]): Promise<void>;
}

/** Port: the lists that come with the server. */
export abstract class BuiltInTerms {
  abstract all(): readonly BlockedTerm[];
}

/** The lists are others now. */
export class BlockedTermsChanged extends DomainEvent {}
