import type { HubModelView, HubVersionView } from '@visionary/contract';

/** The shown version: by its label in the URL, by its id in settings, or the newest. */
export function chosenVersion(
  model: HubModelView,
  requested: { readonly label: string | undefined; readonly id: string },
): HubVersionView | undefined {
  const { versions, newest } = model;
  return (
    versions.find(({ label }) => label === requested.label) ??
    versions.find(({ versionRef }) => versionRef === requested.id) ??
    versions.find(({ id }) => id === newest.id) ??
    versions[0]
  );
}

/** Samples of the chosen version, or of the newest earlier one that has some. */
export function samplesFor({ versions }: HubModelView, chosen: HubVersionView): HubVersionView['samples'] {
  if (chosen.samples.length > 0 || chosen.pendingSamples > 0) return chosen.samples;
  const older = versions.slice(versions.indexOf(chosen) + 1);
  return older.find(({ samples }) => samples.length > 0)?.samples ?? [];
}
