import { membersOf, request } from '../api/request.js';

/** Uploads a file of any kind and gives its id. What it is, the server finds in its content. */
export async function uploadFile(content: Blob, name: string): Promise<string> {
  const plain = new Blob([content], { type: 'application/octet-stream' });
  const { json } = await request('POST', `/files?for=file&name=${encodeURIComponent(name)}`, plain);
  return String(membersOf(json).get('id'));
}
