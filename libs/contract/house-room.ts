/** The room in which the server itself renders while somebody looks and nobody renders. Nobody else writes in it. */
export const HOUSE_ROOM_ID = '686f7573-6500-8000-8000-000000000002';
/** Its owner. Nobody can sign in as this user. */
export const HOUSE_USER_ID = '686f7573-6500-8000-8000-000000000001';
