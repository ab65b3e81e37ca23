import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { StyleChanged, Styles } from '../../domain/styles/styles.js';

/** What was added for a model goes with it: whatever has its name later is another. */
@Injectable()
export class ForgetStyle {
  constructor(
    private readonly styles: Styles,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Inside a unit of work. */
  async run(modelId: string): Promise<void> {
    if (await this.styles.remove('model', modelId)) this.unitOfWork.announce(new StyleChanged(null));
  }
}
