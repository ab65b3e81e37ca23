import type { HubKind } from '../version.js';

/** What goes by a hash here. */
export interface HashMatch {
  readonly kind: HubKind;
  readonly versionRef: string;
  readonly name: string;
  /** Whole. */
  readonly hash: string;
  readonly modelId?: string;
  readonly versionId?: string;
  readonly label?: string;
  /** Where it is the hash of one file of many. */
  readonly file?: string;
}

/** Port: published versions by the hash of their folder, of one of their files, or of a file's weights. */
export abstract class Hashes {
  /** @param digits in lower case, the first ones or all. @returns the newest of several */
  abstract find(digits: string): Promise<HashMatch | null>;
}

type Finder = (digits: string) => Promise<HashMatch | null>;

/** Who else knows models by their hashes, without knowing the slices that do. */
export class HashLookup {
  private readonly finders: Finder[] = [];

  add(finder: Finder): void {
    this.finders.push(finder);
  }

  async find(digits: string): Promise<HashMatch | null> {
    for (const find of this.finders) {
      const match = await find(digits);
      if (match) return match;
    }
    return null;
  }

  /** What exactly these files are called there, if they are there. */
  async nameOf(kind: HubKind, hash: string): Promise<string | undefined> {
    return (await this.exactly(kind, hash))?.versionRef;
  }

  /** What users call exactly these files there, if they are there. */
  async titleOf(kind: HubKind, hash: string): Promise<string | undefined> {
    return (await this.exactly(kind, hash))?.name;
  }

  private async exactly(kind: HubKind, hash: string): Promise<HashMatch | null> {
    const match = await this.find(hash);
    return match?.kind === kind && match.hash === hash ? match : null;
  }
}
