import { shallowRef } from 'vue';

/** Whether files are on their way: what every page may know without knowing how they are sent. */
export const hasActiveUploads = shallowRef(false);
