import { describe, expect, it } from '@jest/globals';
import { type HubVersionRef, newestVersions } from './hub-version-ref.js';

const version = (modelId: string, label: string, at: number, isQuarantined = false) => ({
  id: `${modelId}@${label}`,
  hub: { modelId, label, at, isQuarantined } as HubVersionRef,
});

describe('the additions that a room can choose', () => {
  it('[B277] are the newest version of each model that can be used, and all local ones', () => {
    const local: { id: string; hub?: HubVersionRef } = { id: 'local' };
    const all = [
      version('ink', '1.0', 1),
      version('ink', '2.0', 2),
      local,
      version('wash', '1.0', 1),
      version('wash', '2.0', 2, true),
      version('frost', '1.0', 1, true),
    ];
    expect(newestVersions(all).map(({ id }) => id)).toEqual(['ink@2.0', 'local', 'wash@1.0', 'frost@1.0']);
  });
});
