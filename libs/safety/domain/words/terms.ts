import { DomainEvent } from '@visionary/kernel';
import type { ChangedTerm, ListedTerm } from './listed-term.js';

/** As it is since that version. */
export type VersionedTerm = ChangedTerm & { readonly version: number };

/**
 * Port: what people made of the lists that came with the server. Every change has a version, in the order of the commits,
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
export abstract class StarterTerms {
  abstract all(): readonly ListedTerm[];
}

/** The lists are others now. */
export class TermsChanged extends DomainEvent {}
