import type { Passwords } from '../../libs/accounts/storage/passwords.js';
import { PASSWORD } from './users.js';

/** Hash and verification of the password that all users of a file share. */
let hashed: Promise<string> | undefined;
let verified: Promise<boolean> | undefined;

/**
 * Hashing is slow on purpose, and tests sign up thousands with one password: the real hasher hashes it once per
 * file. All other passwords, and this one against any other hash, are hashed and verified as in production.
 */
export function cachePasswordHash(passwords: Passwords): void {
  const hash = passwords.hash.bind(passwords);
  const verify = passwords.verify.bind(passwords);
  passwords.hash = (password) => (password === PASSWORD ? (hashed ??= hash(password)) : hash(password));
  passwords.verify = async (stored, password) => {
    if (!stored || password !== PASSWORD || stored !== (await hashed)) return verify(stored, password);
    return (verified ??= verify(stored, password));
  };
}
