/**
 * How a process that handles files of strangers is kept apart. `bubblewrap`: no network, no files but the named ones, no
 * other processes, fewer system calls. `user`: another user, who can't read the server's files. `limits`: limits of
 * memory and time, and no new privileges.
 */
export type IsolationLevel = 'bubblewrap' | 'user' | 'limits';
