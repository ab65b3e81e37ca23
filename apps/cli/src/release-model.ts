import { QuarantineService } from '@visionary/generation';
import { isRejection } from '@visionary/kernel';
import type { Config } from '@visionary/platform/config';
import { withInstance } from './seed/with-instance.js';
import { UserError } from './user-error.js';

/**
 * Releases a model from quarantine, also in the hub. Running servers load it again at once; a hub model takes up to half a
 * minute without Redis.
 * @returns the result, as a sentence. @throws UserError when it isn't quarantined
 */
export async function releaseModel(config: Config, model: string): Promise<string> {
  return withInstance(config, async (instance) => {
    try {
      await instance.get(QuarantineService, { strict: false }).release(model);
      return `${model} was released from quarantine.`;
    } catch (error) {
      if (isRejection(error)) throw new UserError(`The model "${model}" isn’t quarantined.`);
      throw error;
    }
  });
}
