import { basename, extname } from 'node:path';
import { People } from '@visionary/accounts';
import { BringFiles, type DraftForm, HashFinders } from '@visionary/hub';
import { isRejection } from '@visionary/kernel';
import type { Config } from '@visionary/platform/config';
import { inInstance } from '../../seed/in-instance.js';
import { Trouble } from '../../trouble.js';
import { becomeVersion } from './become-version.js';
import { makerOf } from './maker.js';
import { filesAtHand } from './files-at-hand.js';
import { type PublishOptions, readPublishOptions } from './publish-options.js';
import { rejectionWords } from './refusal-words.js';

const USUAL_LABEL = '1.0';

/**
 * `visionary models add WHAT --publish`: by the same checks as an upload in a browser.
 * @returns what it is called now. @throws Usage, and Trouble with what is wrong with which file
 */
export async function publish(args: readonly string[], config: Config): Promise<string> {
  const options = readPublishOptions(args);
  const files = await filesAtHand(options.what);
  return inInstance(config, async (instance) => {
    const maker = await makerOf(instance.get(People, { strict: false }), options.as);
    const bring = instance.get(BringFiles, { strict: false });
    try {
      const onFile = (path: string) => console.error(path);
      const draft = await bring.run(maker.id, { form: formOf(options), modelId: undefined, files, onFile });
      console.error('Checking…');
      const { useId, hash, facts } = await becomeVersion(instance, draft);
      const own = await instance.get(HashFinders, { strict: false }).titleOf(facts.kind, hash);
      return `Published as ${useId} (AutoV2 ${hash.slice(0, 10)}).${own === undefined ? '' : sameAs(own)}`;
    } catch (error) {
      if (!isRejection(error)) throw error;
      throw new Trouble(rejectionWords(error.code, error.detail));
    }
  });
}

const sameAs = (own: string): string =>
  ` Its files are identical to "${own}" in MODELS_DIR, so images made with "${own}" don’t count for either.`;

/** A card that lies in the folder, and what the files say, fill in the rest. */
const formOf = ({ what, name, label, licence }: PublishOptions): DraftForm => ({
  name:
    name ??
    basename(what, extname(what))
      .replaceAll(/[^\p{L}\p{N}\p{M} ._+'’-]/gu, ' ')
      .trim(),
  label: label ?? USUAL_LABEL,
  ...(licence !== undefined && { licence }),
});
