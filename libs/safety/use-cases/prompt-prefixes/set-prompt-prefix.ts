import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { Audit } from '../../domain/cases/audit.js';
import type { StoredPromptPrefix, PromptPrefix } from '../../domain/prompt-prefixes/stored-prompt-prefix.js';
import { PromptPrefixChanged, PromptPrefixes } from '../../domain/prompt-prefixes/prompt-prefixes.js';
import { CheckText } from '../blocked-terms/check-text.js';

/** Says what is added to prompts from now on. Takes that wait keep what they were queued with. */
@Injectable()
export class SetPromptPrefix {
  constructor(
    private readonly promptPrefixes: PromptPrefixes,
    private readonly words: CheckText,
    private readonly audit: Audit,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Of the instance or a model, written down in the log. Admins may name what they want to be rid of. */
  ofInstance(byId: string, storedPromptPrefix: StoredPromptPrefix): Promise<void> {
    return this.unitOfWork.run(async () => {
      if (!(await this.put(byId, storedPromptPrefix))) return;
      const { scope, id, prefix, negativeSuffix, isOn } = storedPromptPrefix;
      const about = { kind: scope, id: scope === 'instance' ? scope : id };
      await this.audit.write({
        byId,
        action: 'promptPrefix.changed',
        about,
        detail: { prefix, suffix: negativeSuffix, isOn },
      });
    });
  }

  /** Of a room, by its owner, for whom the lists of words hold. @throws Rejection SAFETY_BLOCKED_TERMS */
  async ofRoom(byId: string, roomId: string, { prefix, negativeSuffix }: PromptPrefix): Promise<void> {
    const { texts, flag } = await this.words.run('prompts', { prefix, negativeSuffix });
    await this.unitOfWork.run(async () => {
      await this.put(byId, { scope: 'room', id: roomId, isOn: true, ...texts });
      await flag({ kind: 'room', id: roomId });
    });
  }

  /** @returns whether it says anything else than before */
  private async put(byId: string, storedPromptPrefix: StoredPromptPrefix): Promise<boolean> {
    const before = await this.promptPrefixes.put(storedPromptPrefix, byId, this.clock.now());
    const isSame =
      before?.prefix === storedPromptPrefix.prefix &&
      before.negativeSuffix === storedPromptPrefix.negativeSuffix &&
      before.isOn === storedPromptPrefix.isOn;
    if (!isSame) {
      this.unitOfWork.publish(
        new PromptPrefixChanged(storedPromptPrefix.scope === 'room' ? storedPromptPrefix.id : null),
      );
    }
    return !isSame;
  }
}
