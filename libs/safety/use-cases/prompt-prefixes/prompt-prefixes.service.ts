import { Injectable } from '@nestjs/common';
import type { PromptPrefix, RoomPromptPrefixes } from '@visionary/contract';
import { Clock, UnitOfWork } from '@visionary/kernel';
import {
  applicablePrefixes,
  EMPTY_PROMPT_PREFIX,
  PromptPrefixChanged,
  type StoredPromptPrefix,
} from '../../domain/prompt-prefixes/prompt-prefix.js';
import { AuditLog } from '../../storage/cases/audit-log.js';
import { PromptPrefixes } from '../../storage/prompt-prefixes/prompt-prefixes.js';
import { CheckText } from '../blocked-terms/check-text.js';

/** The prompt prefixes of the instance, of models and of rooms. Queued takes keep the prefixes they were queued with. */
@Injectable()
export class PromptPrefixesService {
  constructor(
    private readonly prefixes: PromptPrefixes,
    private readonly checkText: CheckText,
    private readonly audit: AuditLog,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Combines the prefixes for a prompt. `room` is the prefix of the room, also when the model switches prefixes off. */
  async resolve(target: { readonly roomId: string; readonly model: string }): Promise<RoomPromptPrefixes> {
    const stored = await this.prefixes.applicable(target);
    const { prefix, negativeSuffix } = stored.find(({ scope }) => scope === 'room') ?? EMPTY_PROMPT_PREFIX;
    const isOn = stored.every((one) => one.scope !== 'model' || one.isOn);
    return { promptPrefixes: applicablePrefixes(stored), room: { prefix, negativeSuffix }, isOn };
  }

  async ofInstance(): Promise<{ instance: PromptPrefix; models: StoredPromptPrefix[] }> {
    const stored = await this.prefixes.ofInstance();
    return {
      instance: stored.find(({ scope }) => scope === 'instance') ?? EMPTY_PROMPT_PREFIX,
      models: stored.filter(({ scope }) => scope === 'model'),
    };
  }

  /** Sets the prefix of the instance or a model, and audits it. Blocked terms don't apply: admins may name what to keep out. */
  setOfInstance(byId: string, stored: StoredPromptPrefix): Promise<void> {
    return this.unitOfWork.run(async () => {
      if (!(await this.put(byId, stored))) return;
      const { scope, id, prefix, negativeSuffix, isOn } = stored;
      await this.audit.write({
        byId,
        action: 'promptPrefix.changed',
        about: { kind: scope, id: scope === 'instance' ? scope : id },
        detail: { prefix, suffix: negativeSuffix, isOn },
      });
    });
  }

  /** @throws Rejection SAFETY_BLOCKED_TERMS */
  async setOfRoom(byId: string, roomId: string, { prefix, negativeSuffix }: PromptPrefix): Promise<void> {
    const { texts, flag } = await this.checkText.run('prompts', { prefix, negativeSuffix });
    await this.unitOfWork.run(async () => {
      await this.put(byId, { scope: 'room', id: roomId, isOn: true, ...texts });
      await flag({ kind: 'room', id: roomId });
    });
  }

  /** Deletes the prefix of a model inside a transaction: another model may get the same id later. */
  async deleteOfModel(modelId: string): Promise<void> {
    if (await this.prefixes.remove('model', modelId)) this.unitOfWork.publish(new PromptPrefixChanged(null));
  }

  /** @returns whether anything changed */
  private async put(byId: string, stored: StoredPromptPrefix): Promise<boolean> {
    const before = await this.prefixes.put(stored, byId, this.clock.now());
    const isSame =
      before?.prefix === stored.prefix &&
      before.negativeSuffix === stored.negativeSuffix &&
      before.isOn === stored.isOn;
    if (!isSame) this.unitOfWork.publish(new PromptPrefixChanged(stored.scope === 'room' ? stored.id : null));
    return !isSame;
  }
}
