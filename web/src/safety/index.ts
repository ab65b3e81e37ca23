export {
  isModerationNotification,
  type ModerationNotification,
  decisionNotificationText,
} from './decisions/decision-text.js';
export { useModerationQueueStore } from './moderation-queue-store.js';
export { default as PromptPrefixNote } from './prompt-prefix/PromptPrefixNote.vue';
export { default as RoomPrefixForm } from './prompt-prefix/RoomPrefixForm.vue';
export { useRoomPromptPrefix } from './prompt-prefix/use-room-prompt-prefix.js';
export { openRemovalDialog, removalTarget } from './removal/removal-state.js';
export { default as ReportDialog } from './reports/ReportDialog.vue';
export { openReportDialog, reporting } from './reports/report-state.js';
export { default as RemovedContentList } from './standing/RemovedContentList.vue';
export { default as RemovedContentNote } from './standing/RemovedContentNote.vue';
export { default as BlockedTermNotes } from './term-check/BlockedTermNotes.vue';
export { notifyMasked } from './term-check/notify-masked.js';
export { useFieldTermErrors } from './term-check/use-field-term-errors.js';
export { useTermCheck } from './term-check/use-term-check.js';
export { explainTerm } from './term-check/term-text.js';
export { useIsModerator } from './use-is-moderator.js';
