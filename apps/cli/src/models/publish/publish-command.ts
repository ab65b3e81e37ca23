import { basename, extname } from 'node:path';
import { Users } from '@visionary/accounts';
import { ImportFiles, type DraftForm, HashLookup } from '@visionary/hub';
import { isRejection } from '@visionary/kernel';
import type { Config } from '@visionary/platform/config';
import { withInstance } from '../../seed/with-instance.js';
import { findUser } from '../../find-user.js';
import { UserError } from '../../user-error.js';
import { waitAndPublish } from './wait-and-publish.js';
import { listLocalFiles } from './list-local-files.js';
import { type PublishOptions, readPublishOptions } from './publish-options.js';
import { formatRejection } from './rejection-messages.js';

const DEFAULT_LABEL = '1.0';

/**
 * `visionary models add FILES --publish`, with the same checks as an upload in a browser.
 * @returns the name of the version
 * @throws UsageError; UserError with the rejected files
 */
export async function publish(args: readonly string[], config: Config): Promise<string> {
  const options = readPublishOptions(args);
  const files = await listLocalFiles(options.path);
  return withInstance(config, async (instance) => {
    const { as } = options;
    if (as === undefined) throw new UserError('Add --as USER: the username of the account that publishes it.');
    const creator = await findUser(instance.get(Users, { strict: false }), as);
    const importFiles = instance.get(ImportFiles, { strict: false });
    try {
      const onFile = (path: string) => console.error(path);
      const draft = await importFiles.run(creator.id, { form: formOf(options), modelId: undefined, files, onFile });
      console.error('Checking…');
      const { useId, hash, facts } = await waitAndPublish(instance, draft);
      const localTitle = await instance.get(HashLookup, { strict: false }).titleOf(facts.kind, hash);
      return `Published as ${useId} (AutoV2 ${hash.slice(0, 10)}).${localTitle === undefined ? '' : identicalFilesNote(localTitle)}`;
    } catch (error) {
      if (!isRejection(error)) throw error;
      throw new UserError(formatRejection(error.code, error.detail));
    }
  });
}

const identicalFilesNote = (localTitle: string): string =>
  ` Its files are identical to "${localTitle}" in MODELS_DIR, so images made with "${localTitle}" aren’t counted for the published version.`;

/** A model card in the folder and the metadata of the files fill in the rest. */
const formOf = ({ path, name, label, license }: PublishOptions): DraftForm => ({
  name:
    name ??
    basename(path, extname(path))
      .replaceAll(/[^\p{L}\p{N}\p{M} ._+'’-]/gu, ' ')
      .trim(),
  label: label ?? DEFAULT_LABEL,
  ...(license !== undefined && { license }),
});
