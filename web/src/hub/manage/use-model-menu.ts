import type { HubModelView, HubVersionView, HubModelViewerState } from '@visionary/contract';
import { DoorOpen, Eye, EyeOff, FilePenLine, Flag, Images, Link, Pencil, Plus, Trash2 } from '@lucide/vue';
import { computed, shallowRef } from 'vue';
import { tryBlocker } from '../try/try-blocker.js';
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
  const items = computed(() => {
    const { model, version, viewerState } = of();
    const item = (id: ModelAction, icon: typeof Link, danger = false) => ({
      ...{ id, icon, danger },
      label: id === 'room' ? t('hub.try.elsewhere') : t(ACTS[id], { version: version.label }),
    });
    const canBe = tryBlocker(model, version) === null;
    const isOut = version.state === 'published';
    return [
      ...(canBe ? [item('room', DoorOpen)] : []),
      item('link', Link),
      ...(viewerState?.canEdit ? [item('add', Plus), item('edit', Pencil), item('editVersion', FilePenLine)] : []),
      ...(viewerState?.canEdit && model.kind !== 'weights' ? [item('samples', Images)] : []),
      ...(viewerState?.canRemove && isOut ? [item('unpublish', EyeOff)] : []),
      ...(viewerState?.canEdit && version.state === 'unpublished' ? [item('publish', Eye)] : []),
      ...(viewerState?.canEdit ? [] : [item('report', Flag)]),
      ...(viewerState?.canRemove && model.versions.length > 1 ? [item('removeVersion', Trash2, true)] : []),
      ...(viewerState?.canRemove ? [item('remove', Trash2, true)] : []),
    ];
  });
  return { items, openDialog };
}

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
