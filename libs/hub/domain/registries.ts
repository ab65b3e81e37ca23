import type { DraftTrial, HubKind, QuarantineReason } from '@visionary/contract';

/** Other slices register here what the hub needs from them, so that the hub doesn't depend on them. */

/** Files that passed inspection, in a folder of their own. */
export interface TrialInput {
  readonly kind: HubKind;
  /** Absolute path of the folder. */
  readonly dir: string;
  /** Name for messages. */
  readonly name: string;
}

export type TrialResult =
  | {
      readonly ok: true;
      /** JSON that a renderer needs later without the files. */
      readonly renderFacts: string;
      /** For a LoRA: whether a model rendered with it. */
      readonly isTestRendered?: boolean;
    }
  | { readonly ok: false; readonly code: string; readonly detail: Readonly<Record<string, string | number | boolean>> };

/** @param renderFacts of a passed trial. @returns undefined where nothing was measured */
type TrialReader = (renderFacts: string) => DraftTrial | undefined;

type TrialRunner = (input: TrialInput, signal: AbortSignal) => Promise<TrialResult>;

/** Runs trials of uploaded models in an isolated process, with a deadline and limits. */
export class TrialRegistry {
  private runner: TrialRunner | undefined;
  private reader: TrialReader | undefined;

  setRunner(runner: TrialRunner): void {
    this.runner = runner;
  }

  setReader(reader: TrialReader): void {
    this.reader = reader;
  }

  measuredBy(renderFacts: string | null): DraftTrial | undefined {
    return renderFacts === null ? undefined : this.reader?.(renderFacts);
  }

  /** @throws Error without a runner */
  run(input: TrialInput, signal: AbortSignal): Promise<TrialResult> {
    if (!this.runner) throw new Error('No trial runner is registered.');
    return this.runner(input, signal);
  }
}

export interface VersionUsage {
  readonly rooms: number;
  readonly queuedTakes: number;
  readonly renderingTakes: number;
  readonly images: number;
}

interface VersionRefs {
  readonly useIds: readonly string[];
  readonly hashes: readonly string[];
}
type UsageCounter = (versions: VersionRefs) => Promise<Partial<VersionUsage>>;

/** Counts what uses versions of a model. */
export class VersionUsageRegistry {
  private readonly counters: UsageCounter[] = [];

  add(counter: UsageCounter): void {
    this.counters.push(counter);
  }

  async of(versions: VersionRefs): Promise<VersionUsage> {
    const usage = { rooms: 0, queuedTakes: 0, renderingTakes: 0, images: 0 };
    for (const counter of this.counters) {
      for (const [kind, count] of Object.entries(await counter(versions))) usage[kind as keyof VersionUsage] += count;
    }
    return usage;
  }
}

type NameList = () => Promise<readonly string[]>;

/** Names of local models. */
export class ReservedNames {
  private readonly lists: NameList[] = [];

  add(list: NameList): void {
    this.lists.push(list);
  }

  async all(): Promise<string[]> {
    return (await Promise.all(this.lists.map((list) => list()))).flat();
  }
}

/** A model or version that has a hash. */
export interface HashMatch {
  readonly kind: HubKind;
  readonly versionRef: string;
  readonly name: string;
  /** The whole hash. */
  readonly hash: string;
  readonly modelId?: string;
  readonly versionId?: string;
  readonly label?: string;
  /** Set if the hash is of one file of several. */
  readonly file?: string;
}

type HashFinder = (digits: string) => Promise<HashMatch | null>;

/** Finds models outside the hub by their hashes. */
export class HashLookup {
  private readonly finders: HashFinder[] = [];

  add(finder: HashFinder): void {
    this.finders.push(finder);
  }

  async find(digits: string): Promise<HashMatch | null> {
    for (const find of this.finders) {
      const match = await find(digits);
      if (match) return match;
    }
    return null;
  }

  /** The reference of exactly these files. */
  async nameOf(kind: HubKind, hash: string): Promise<string | undefined> {
    return (await this.exactMatch(kind, hash))?.versionRef;
  }

  /** The displayed name of exactly these files. */
  async titleOf(kind: HubKind, hash: string): Promise<string | undefined> {
    return (await this.exactMatch(kind, hash))?.name;
  }

  private async exactMatch(kind: HubKind, hash: string): Promise<HashMatch | null> {
    const match = await this.find(hash);
    return match?.kind === kind && match.hash === hash ? match : null;
  }
}

type ReasonProvider = (useId: string) => Promise<QuarantineReason | undefined>;

/** Tells why versions are quarantined. */
export class QuarantineReasons {
  private provider: ReasonProvider | undefined;

  setProvider(provider: ReasonProvider): void {
    this.provider = provider;
  }

  /** @returns undefined if the reason is unknown */
  async of(useId: string): Promise<QuarantineReason | undefined> {
    return this.provider?.(useId);
  }

  /** Known reasons by use id. */
  async ofVersions(versions: readonly { readonly useId: string; readonly state: string }[]) {
    const reasons = new Map<string, QuarantineReason>();
    for (const { useId, state } of versions) {
      const reason = state === 'quarantined' ? await this.of(useId) : undefined;
      if (reason) reasons.set(useId, reason);
    }
    return reasons;
  }
}
