import type { LoraModuleName } from './lora-names.js';
import type { WeightTarget } from './weight-targets.js';
import { legacyBlockNames } from './legacy-block-names.js';

/** Why a name leads nowhere. */
export type TargetLookupError = 'unknown' | 'ambiguous';

/**
 * Finds the weights of one graph by the names that LoRAs use. Where dots became underscores a name alone does not tell
 * its path, so every name is made from the paths that the model has.
 */
export class ModuleTable {
  private readonly dotted = new Map<string, WeightTarget>();
  private readonly flat = new Map<string, WeightTarget | 'ambiguous'>();
  /** Modules that have their weight in common with others: changing one would change all. */
  private readonly shared = new Set<WeightTarget>();

  constructor(targets: readonly WeightTarget[]) {
    const users = new Map<string, WeightTarget>();
    for (const target of targets) {
      const user = users.get(target.weight.name);
      if (user && user.path !== target.path) this.shared.add(user).add(target);
      users.set(target.weight.name, target);
      // A module that runs twice is one module.
      if (!this.dotted.has(target.path)) this.add(target.path, target);
    }
    const paths = [...this.dotted.keys()];
    for (const [old, path] of legacyBlockNames(paths)) this.add(old, this.dotted.get(path)!);
    this.addTextAliases(paths);
  }

  find({ path, isFlat }: LoraModuleName): WeightTarget | TargetLookupError {
    return (isFlat ? undefined : this.dotted.get(path)) ?? this.flat.get(flatten(path)) ?? 'unknown';
  }

  isShared(target: WeightTarget): boolean {
    return this.shared.has(target);
  }

  private add(path: string, target: WeightTarget): void {
    if (!this.dotted.has(path)) this.dotted.set(path, target);
    const name = flatten(path);
    const already = this.flat.get(name);
    this.flat.set(name, already === undefined || already === target ? target : 'ambiguous');
  }

  /** Some exports of text encoders leave out the outermost name, and so do some LoRAs. */
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
