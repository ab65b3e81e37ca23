import { Injectable } from '@nestjs/common';
import type { InstanceView, UpdateInstance } from '@visionary/contract';
import { UnitOfWork } from '@visionary/kernel';
import { InstanceSettings } from '../storage/instance-settings.js';

/** Name and description of the instance. Callers check that an admin changes them. */
@Injectable()
export class InstanceProfile {
  constructor(
    private readonly settings: InstanceSettings,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @returns null: it presents itself as Visionary */
  async get(): Promise<InstanceView | null> {
    const profile = await this.settings.all();
    return Object.keys(profile).length > 0 ? profile : null;
  }

  update({ name, about }: UpdateInstance): Promise<InstanceView> {
    return this.unitOfWork.run(async () => {
      if (name !== undefined) await this.settings.set('name', name.trim());
      if (about !== undefined) await this.settings.set('about', about.trim());
      return this.settings.all();
    });
  }
}
