import { describe, expect, it } from '@jest/globals';
import type { HubModelView, HubVersionView } from '@visionary/contract';
import { chosenVersion, samplesFor } from './chosen-version.js';

const version = (label: string, samples: string[] = [], pendingSamples = 0) =>
  ({
    id: label,
    label,
    versionRef: `ink@${label}`,
    samples: samples.map((id) => ({ id })),
    pendingSamples,
  }) as HubVersionView;
const model = (versions: HubVersionView[], newest: string) =>
  ({ versions, newest: { id: newest } }) as unknown as HubModelView;

describe('[B107] the chosen version of a model page', () => {
  const ink = model([version('2'), version('1.1', ['b']), version('1', ['a'])], '1.1');

  it('is the version in the URL, by label or by id, else the newest published one', () => {
    expect(chosenVersion(ink, { label: '1', id: 'ink@2' })?.label).toBe('1');
    expect(chosenVersion(ink, { label: 'gone', id: 'ink@2' })?.label).toBe('2');
    expect(chosenVersion(ink, { label: undefined, id: 'some id' })?.label).toBe('1.1');
    expect(chosenVersion(model([version('1')], 'none'), { label: undefined, id: '' })?.label).toBe('1');
    expect(chosenVersion(model([], 'none'), { label: undefined, id: '' })).toBeUndefined();
  });

  it('shows its own samples, or those of the previous version while it has none and none are pending', () => {
    const [two, one] = [ink.versions[0]!, ink.versions[1]!];
    expect(samplesFor(ink, two).map(({ id }) => id)).toEqual(['b']);
    expect(samplesFor(ink, one).map(({ id }) => id)).toEqual(['b']);
    const rendering = model([version('2', [], 3), version('1', ['a'])], '2');
    expect(samplesFor(rendering, rendering.versions[0]!)).toEqual([]);
  });
});
