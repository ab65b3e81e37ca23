import { basename, extname } from 'node:path';
import { Users } from '@visionary/accounts';
import { ImportFiles, type DraftForm, HashLookup } from '@visionary/hub';
import { isRejection } from '@visionary/kernel';
import type { Config } from '@visionary/platform/config';
import { withInstance } from '../../seed/with-instance.js';
import { UserError } from '../../user-error.js';
import { waitAndPublish } from './wait-and-publish.js';
import { creatorOf } from './creator.js';
import { listLocalFiles } from './list-local-files.js';
import { type PublishOptions, readPublishOptions } from './publish-options.js';
import { formatRejection } from './rejection-messages.js';

const USUAL_LABEL = '1.0';

/**
 * `visionary models add WHAT --publish`: by the same checks as an upload in a browser.
 * @returns what it is called now. @throws Usage, and Trouble with what is wrong with which file
 */
export async function publish(args: readonly string[], config: Config): Promise<string> {
  const options = readPublishOptions(args);
  const files = await listLocalFiles(options.what);
  return withInstance(config, async (instance) => {
    const creator = await creatorOf(instance.get(Users, { strict: false }), options.as);
    const bring = instance.get(ImportFiles, { strict: false });
    try {
      const onFile = (path: string) => console.error(path);
      const draft = await bring.run(creator.id, { form: formOf(options), modelId: undefined, files, onFile });
      console.error('Checking…');
      const { useId, hash, facts } = await waitAndPublish(instance, draft);
      const own = await instance.get(HashLookup, { strict: false }).titleOf(facts.kind, hash);
      return `Published as ${useId} (AutoV2 ${hash.slice(0, 10)}).${own === undefined ? '' : sameAs(own)}`;
    } catch (error) {
      if (!isRejection(error)) throw error;
      throw new UserError(formatRejection(error.code, error.detail));
    }
  });
}

const sameAs = (own: string): string =>
  ` Its files are identical to "${own}" in MODELS_DIR, so images made with "${own}" don’t count for either.`;

/** A card that lies in the folder, and what the files say, fill in the rest. */
const formOf = ({ what, name, label, license }: PublishOptions): DraftForm => ({
  name:
    name ??
    basename(what, extname(what))
      .replaceAll(/[^\p{L}\p{N}\p{M} ._+'’-]/gu, ' ')
      .trim(),
  label: label ?? USUAL_LABEL,
  ...(license !== undefined && { license }),
});
