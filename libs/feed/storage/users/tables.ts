/** Columns as both dialects hold them. */
export interface UsersTables {
  follow: { user_id: string; followed_id: string; at: number };
  collection: CollectionRow;
  collection_post: { collection_id: string; post_id: string; position: number; at: number };
}

export interface CollectionRow {
  id: string;
  owner_id: string;
  title: string;
  description: string;
  is_public: number | boolean;
  created_at: number;
  changed_at: number;
}
