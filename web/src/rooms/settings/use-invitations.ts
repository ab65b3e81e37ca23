import type { InvitationSummary, InvitationView, DefaultRole } from '@visionary/contract';
import { shallowRef } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';

/** The limits of a new link; zero means unlimited. */
export interface InviteLinkOptions {
  hours: number;
  uses: number;
  role: DefaultRole;
}

/** Active invite links of a room. */
export function useInvitations(roomId: string) {
  const living = shallowRef<readonly InvitationSummary[] | null>(null);
  const rejection = shallowRef<Rejection | null>(null);

  async function load(): Promise<void> {
    try {
      living.value = (await call('invitations', { params: { roomId } })).invitations;
      rejection.value = null;
    } catch (error) {
      rejection.value = toRejection(error);
    }
  }
  /** @returns the new link with its URL, which is shown only once. @throws Rejection */
  async function make({ hours, uses, role }: InviteLinkOptions): Promise<InvitationView> {
    const terms = { role, ...(hours > 0 ? { hours } : {}), ...(uses > 0 ? { uses } : {}) };
    const made = await call('createInvitation', { params: { roomId }, body: terms });
    await load();
    return made;
  }
  /** @throws Rejection */
  async function revoke(invitationId: string): Promise<void> {
    await call('revokeInvitation', { params: { roomId, invitationId } });
    await load();
  }
  return { living, rejection, load, make, revoke };
}
