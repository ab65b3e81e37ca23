import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { AdminDirectory, type Identity } from '@visionary/platform/auth';

/** Who looks after what is said and shown here. */
@Injectable()
export class StaffRights {
  constructor(private readonly adminDirectory: AdminDirectory) {}

  /** @throws Rejection FORBIDDEN for everybody else */
  async require({ user }: Identity, least: 'moderator' | 'admin'): Promise<void> {
    if (!(await this.adminDirectory.among([user.id], least)).has(user.id)) throw new Rejection('FORBIDDEN');
  }
}
