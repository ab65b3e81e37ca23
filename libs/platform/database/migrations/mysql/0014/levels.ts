/** A take has four pictures at most. */
const PLACES = [0, 1, 2, 3];

/** What the check said of pictures that were published before posts kept it, and for whom they were published, in their takes. */
export const TAKEN_OVER: readonly string[] = [
  "update post set at_least = 'adult' where maturity = 'adult' and at_least = 'everybody' and exists (select 1 from take where take.id = post.take_id and json_unquote(json_extract(take.pictures, concat('$[', post.picture_index, '].level'))) = 'adult')",
  ...PLACES.map(
    (place) =>
      `update take set pictures = json_set(pictures, '$[${place}].said', (select post.maturity from post where post.take_id = take.id and post.picture_index = ${place})) where id in (select take_id from post where take_id is not null and picture_index = ${place} and maturity <> 'everybody') and json_extract(pictures, '$[${place}]') is not null`,
  ),
];
