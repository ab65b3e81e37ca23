import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { Admins, type Identity } from '@visionary/platform/auth';

/** Who looks after what is said and shown here. */
@Injectable()
export class Caretakers {
  constructor(private readonly admins: Admins) {}

  /** @throws Rejection FORBIDDEN for everybody else */
  async require({ person }: Identity, least: 'moderator' | 'admin'): Promise<void> {
    if (!(await this.admins.among([person.id], least)).has(person.id)) throw new Rejection('FORBIDDEN');
  }
}
