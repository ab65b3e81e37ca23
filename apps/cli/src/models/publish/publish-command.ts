import { basename, extname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { People } from '@visionary/accounts';
import { BringFiles, type Draft, type DraftForm, Drafts, PublishWords, Versions } from '@visionary/hub';
import { isRejection } from '@visionary/kernel';
import type { Config } from '@visionary/platform/config';
import { inInstance } from '../../seed/in-instance.js';
import { Trouble } from '../../trouble.js';
import { makerOf } from './maker.js';
import { filesAtHand } from './files-at-hand.js';
import { type PublishOptions, readPublishOptions } from './publish-options.js';
import { refusalsOf, rejectionWords } from './refusal-words.js';

const LOOKS_EVERY_MS = 100;
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
      return await becomeVersion(instance, draft, bring);
    } catch (error) {
      if (!isRejection(error)) throw error;
      throw new Trouble(rejectionWords(error.code, error.detail));
    }
  });
}

async function becomeVersion(instance: INestApplicationContext, draft: Draft, bring: BringFiles): Promise<string> {
  try {
    console.error('checking');
    await checked(instance.get(Drafts, { strict: false }), draft.id);
    const versionId = await instance.get(PublishWords, { strict: false }).run(draft.makerId, draft.id);
    const version = await instance.get(Versions, { strict: false }).byId(versionId);
    return `Published as ${version?.useId} (AutoV2 ${version?.hash.slice(0, 10)}).`;
  } catch (error) {
    // Nothing half-done stays: what was wrong is told, and is mended where the files are.
    await bring.giveUp(draft);
    throw error;
  }
}

/** @throws Trouble with what each refused file was refused for */
async function checked(drafts: Drafts, draftId: string): Promise<void> {
  for (;;) {
    const draft = await drafts.byId(draftId);
    if (draft?.state === 'ready') return;
    if (!draft || draft.state === 'refused') throw new Trouble(refusalsOf(draft, await drafts.filesOf(draftId)));
    await pause(LOOKS_EVERY_MS);
  }
}

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
