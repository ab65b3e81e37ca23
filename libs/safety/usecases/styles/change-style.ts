import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { Audit } from '../../domain/cases/audit.js';
import type { Style, StyleWords } from '../../domain/styles/style.js';
import { StyleChanged, Styles } from '../../domain/styles/styles.js';
import { CheckWords } from '../words/check-words.js';

/** Says what is added to prompts from now on. Takes that wait keep what they were queued with. */
@Injectable()
export class ChangeStyle {
  constructor(
    private readonly styles: Styles,
    private readonly words: CheckWords,
    private readonly audit: Audit,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Of the instance or a model, written down in the log. Admins may name what they want to be rid of. */
  ofInstance(byId: string, style: Style): Promise<void> {
    return this.unitOfWork.run(async () => {
      if (!(await this.put(byId, style))) return;
      const { of, id, prefix, suffix, isOn } = style;
      const about = { kind: of, id: of === 'instance' ? of : id };
      await this.audit.write({ byId, action: 'style.changed', about, detail: { prefix, suffix, isOn } });
    });
  }

  /** Of a room, by its owner, for whom the lists of words hold. @throws Rejection SAFETY_WORDS */
  async ofRoom(byId: string, roomId: string, { prefix, suffix }: StyleWords): Promise<void> {
    const { texts, flag } = await this.words.run('prompts', { prefix, suffix });
    await this.unitOfWork.run(async () => {
      await this.put(byId, { of: 'room', id: roomId, isOn: true, ...texts });
      await flag({ kind: 'room', id: roomId });
    });
  }

  /** @returns whether it says anything else than before */
  private async put(byId: string, style: Style): Promise<boolean> {
    const before = await this.styles.put(style, byId, this.clock.now());
    const isSame = before?.prefix === style.prefix && before.suffix === style.suffix && before.isOn === style.isOn;
    if (!isSame) this.unitOfWork.announce(new StyleChanged(style.of === 'room' ? style.id : null));
    return !isSame;
  }
}
