export interface DocumentTables {
  jam_snapshot: { room_id: string; state: Buffer; writers: string; authorship: string | null; at: number };
  jam_update: { id: string; room_id: string; state: Buffer; writers: string; authorship: string | null; at: number };
}
