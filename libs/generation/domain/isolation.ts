/**
 * How far a process that tries a model is kept from everything else. `bubblewrap`: no network, and no files but the
 * runtime's and the model's. `user`: of a user who owns nothing. `limits`: of memory and time alone.
 */
export type IsolationLevel = 'bubblewrap' | 'user' | 'limits';
