import type { HubModelView, HubVersionView, HubModelViewerState } from '@visionary/contract';
import { DoorOpen, Eye, EyeOff, FilePenLine, Flag, Images, Link, Pencil, Plus, Trash2 } from '@lucide/vue';
import { computed, shallowRef } from 'vue';
import { useTryBlocker } from '../try/use-try-blocker.js';
import { t } from '../../shared/i18n/index.js';

export type ModelAction =
  | 'room'
  | 'report'
  | 'link'
  | 'add'
  | 'edit'
  | 'editVersion'
  | 'samples'
  | 'unpublish'
  | 'publish'
  | 'removeVersion'
  | 'remove';

/** The menu of a model for this viewer, and the open dialog. */
export function useModelMenu(
  of: () => {
    readonly model: HubModelView;
    readonly version: HubVersionView;
    readonly viewerState: HubModelViewerState | null;
  },
) {
  const openDialog = shallowRef<ModelAction | null>(null);
  const blocker = useTryBlocker(of);
  const items = computed(() => {
    const { model, version, viewerState } = of();
    const labelOf = (id: ModelAction) => {
      if (id === 'room') return t('hub.try.elsewhere');
      if (!viewerState?.canEdit && id === 'remove') return t('removal.model');
      if (!viewerState?.canEdit && id === 'removeVersion') return t('removal.version', { version: version.label });
      return t(ACTS[id], { version: version.label });
    };
    const item = (id: ModelAction, icon: typeof Link, danger = false) => ({
      ...{ id, icon, danger },
      label: labelOf(id),
    });
    const isOut = version.state === 'published';
    // Moderators remove what is published. The creator can delete everything.
    const mayRemove = viewerState?.canRemove && (viewerState.canEdit || model.isPublished);
    return [
      ...(blocker.value === null ? [item('room', DoorOpen)] : []),
      item('link', Link),
      ...(viewerState?.canEdit ? [item('add', Plus), item('edit', Pencil), item('editVersion', FilePenLine)] : []),
      ...(viewerState?.canEdit && model.kind !== 'weights' ? [item('samples', Images)] : []),
      ...(viewerState?.canEdit && isOut ? [item('unpublish', EyeOff)] : []),
      ...(mayPublish(version, viewerState) ? [item('publish', Eye)] : []),
      ...(viewerState?.canEdit ? [] : [item('report', Flag)]),
      ...(mayRemove && (viewerState.canEdit || isOut) && model.versions.length > 1
        ? [item('removeVersion', Trash2, true)]
        : []),
      ...(mayRemove ? [item('remove', Trash2, true)] : []),
    ];
  });
  return { items, openDialog };
}

/** What a moderator took down, only a moderator can publish again. */
const mayPublish = ({ state, isTakenDown }: HubVersionView, viewerState: HubModelViewerState | null): boolean => {
  if (state !== 'unpublished' || !viewerState) return false;
  return viewerState.canEdit || (viewerState.canRemove && isTakenDown === true);
};

const ACTS = {
  link: 'app.copyLink',
  report: 'app.report',
  add: 'hub.actions.addVersion',
  edit: 'app.editDetails',
  editVersion: 'hub.actions.editVersion',
  samples: 'hub.actions.samples',
  unpublish: 'hub.actions.unpublish',
  publish: 'hub.actions.publish',
  removeVersion: 'hub.actions.removeVersion',
  remove: 'hub.actions.remove',
} as const satisfies Record<Exclude<ModelAction, 'room'>, string>;
