import type { LoraModuleName } from './lora-names.js';
import type { WeightTarget } from './weight-targets.js';
import { legacyBlockNames } from './legacy-block-names.js';
import { readsTexts } from './text-width.js';

/** Why a name has no target. */
export type TargetLookupError = 'unknown' | 'ambiguous';

/**
 * Finds the weights of a graph by the names that LoRAs use. Names with underscores instead of dots are ambiguous, so
 * each is derived from the paths of the model.
 */
export class ModuleTable {
  private readonly dotted = new Map<string, WeightTarget>();
  private readonly flat = new Map<string, WeightTarget | 'ambiguous'>();
  /** Modules that share their weight: changing one would change all. */
  private readonly shared = new Set<WeightTarget>();

  constructor(targets: readonly WeightTarget[]) {
    const users = new Map<string, WeightTarget>();
    for (const target of targets) {
      const user = users.get(target.weight.name);
      if (user && user.path !== target.path) this.shared.add(user).add(target);
      users.set(target.weight.name, target);
      // A module that runs twice counts once.
      if (!this.dotted.has(target.path)) this.add(target.path, target);
    }
    const paths = [...this.dotted.keys()];
    for (const [old, path] of legacyBlockNames(paths)) this.add(old, this.dotted.get(path)!);
    this.addTextAliases(paths);
  }

  find({ path, isFlat }: LoraModuleName): WeightTarget | TargetLookupError {
    return (isFlat ? undefined : this.dotted.get(path)) ?? this.flat.get(flatten(path)) ?? 'unknown';
  }

  /** How wide the texts are that its layers read; empty for a text encoder. */
  textWidths(): ReadonlySet<number> {
    const readers = [...this.dotted].filter(([path]) => readsTexts(path));
    return new Set(readers.map(([, { columns }]) => columns));
  }

  isShared(target: WeightTarget): boolean {
    return this.shared.has(target);
  }

  private add(path: string, target: WeightTarget): void {
    if (!this.dotted.has(path)) this.dotted.set(path, target);
    const name = flatten(path);
    const existing = this.flat.get(name);
    this.flat.set(name, existing === undefined || existing === target ? target : 'ambiguous');
  }

  /** Some text encoder exports and some LoRAs omit the outermost name. */
  private addTextAliases(paths: readonly string[]): void {
    for (const path of paths) {
      const target = this.dotted.get(path)!;
      if (path.startsWith('text_model.')) this.add(path.slice('text_model.'.length), target);
      if (path.startsWith('encoder.layers.')) this.add(`text_model.${path}`, target);
    }
  }
}

function flatten(path: string): string {
  return path.replaceAll('.', '_');
}
