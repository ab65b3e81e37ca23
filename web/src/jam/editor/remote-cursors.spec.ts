import { describe, expect, it } from '@jest/globals';
import { labelled } from './remote-cursors.js';

const cursor = (name: string, head: number) => ({ userId: name, name, anchor: head, head });

describe('the cursors of others', () => {
  it('[B276] share one label with all names where they stand at one spot', () => {
    const labels = labelled([cursor('Ana', 3), cursor('Bo', 7), cursor('Cy', 3)]).map(({ label }) => label);
    expect(labels[0]).toBe('');
    expect(labels[1]).toBe('Bo');
    expect(labels[2]).toMatch(/^Ana.*Cy$/);
  });
});
