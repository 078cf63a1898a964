import { administrator } from '../support/test-app.js';

/** An answer as it came. */
export interface Plain {
  readonly status: number;
  readonly text: string;
}

/** The administrator signed in; answers are not held against the document of the API, which changes meanwhile. */
export async function plainClient(url: string): Promise<(method: string, path: string, body?: unknown) => Promise<Plain>> {
  const json = { 'content-type': 'application/json' };
  const signedIn = await fetch(`${url}/api/auth/login`, { method: 'POST', headers: json, body: JSON.stringify(administrator) });
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return async (method, path, body) => {
    const answer = await fetch(url + path, { method, headers: { ...json, cookie }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    return { status: answer.status, text: await answer.text() };
  };
}
