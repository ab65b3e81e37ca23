import { readArguments } from '../../read-arguments.js';
import { UsageError } from '../../usage-error.js';

export interface PublishOptions {
  /** A folder, a zip or a .safetensors file. */
  readonly path: string;
  readonly as: string | undefined;
  readonly name: string | undefined;
  readonly label: string | undefined;
  readonly license: string | undefined;
}

/** @throws UsageError */
export function readPublishOptions(args: readonly string[]): PublishOptions {
  const stringOption = { type: 'string' } as const;
  const options = {
    publish: { type: 'boolean' },
    as: stringOption,
    name: stringOption,
    label: stringOption,
    license: stringOption,
  } as const;
  const { values, positionals } = readArguments({ args: [...args], options, allowPositionals: true });
  const [path, ...surplus] = positionals;
  if (path === undefined || surplus.length > 0) throw new UsageError('models add takes one folder or file.');
  if (!values.publish) {
    throw new UsageError('Add --publish to publish it. To use a model on this server only, copy it to MODELS_DIR.');
  }
  const { as, name, label, license } = values;
  return { path, as, name, label, license };
}
