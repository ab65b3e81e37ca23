import { shallowRef } from 'vue';

/** Whether uploads are running. Pages can read this without loading the upload code. */
export const hasActiveUploads = shallowRef(false);
