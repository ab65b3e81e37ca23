import { parseArgs } from 'node:util';
import { Usage } from '../../usage.js';

export interface PublishOptions {
  /** A folder, a zip or a .safetensors file. */
  readonly what: string;
  readonly as: string | undefined;
  readonly name: string | undefined;
  readonly label: string | undefined;
  readonly licence: string | undefined;
}

/** @throws Usage */
export function readPublishOptions(args: readonly string[]): PublishOptions {
  const text = { type: 'string' } as const;
  const options = { publish: { type: 'boolean' }, as: text, name: text, label: text, licence: text } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [what, ...surplus] = positionals;
    if (what === undefined || surplus.length > 0) throw new Error('models add takes one folder or file.');
    if (!values.publish) {
      throw new Error('Add --publish to publish it. To use a model on this server only, copy it to MODELS_DIR.');
    }
    const { as, name, label, licence } = values;
    return { what, as, name, label, licence };
  } catch (error) {
    throw new Usage((error as Error).message);
  }
}
