/** What checks say of pictures, and what each person wants to see. */
export const PICTURES: readonly string[] = [];
