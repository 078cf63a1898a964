import { OpenapiValidator } from './openapi-validator.js';

/** An answer as tests look at it. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly bytes: Buffer;
  // Tests read into answers of every shape.
  readonly json: any; // eslint-disable-line @typescript-eslint/no-explicit-any
}

/** Speaks to a running Trellis as one caller; every answer is held against that caller's OpenAPI document. */
export class Client {
  private validator: Promise<OpenapiValidator> | null = null;

  constructor(
    readonly url: string,
    private readonly credentials: Readonly<Record<string, string>> = {},
  ) {}

  /** Signs in and gives a client with the session's cookie. */
  async signIn(email: string, password: string): Promise<Client> {
    const answer = await fetch(`${this.url}/api/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    if (answer.status !== 200) throw new Error(`sign-in of ${email} answered ${answer.status}: ${await answer.text()}`);
    return new Client(this.url, { cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '' });
  }

  /** A program with an API key. */
  withKey(key: string): Client {
    return new Client(this.url, { authorization: `Bearer ${key}` });
  }

  withHeaders(headers: Readonly<Record<string, string>>): Client {
    const client = new Client(this.url, { ...this.credentials, ...headers });
    client.validator = this.validator;
    return client;
  }

  /** Rights change what the document holds; ask for it anew. */
  forgetDocument(): void {
    this.validator = null;
  }

  /** Runs an action of a record that must succeed, and gives what it answered. */
  async act(path: string, action: string, body: unknown = {}) {
    const answer = await this.post(`/api/${path}/actions/${action}`, body);
    if (answer.status !== 200) throw new Error(`${path} ${action}: ${answer.text}`);
    return answer.json;
  }

  /** What is there, as JSON. */
  async read(path: string) {
    return (await this.get(`/api/${path}`)).json;
  }

  /** Balances of a product in stock. */
  async stock(product: string) {
    return (await this.read(`inventory/stock?filter=${encodeURIComponent(JSON.stringify({ product }))}`))[0];
  }

  /** Makes a record at a path such as `crm/leads` and gives its id; throws what the server says against it. */
  async make(path: string, body: unknown): Promise<string> {
    const answer = await this.post(`/api/${path}`, body);
    if (answer.status !== 201) throw new Error(`${path}: ${answer.text}`);
    return answer.json.id;
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  post(path: string, body: unknown = {}, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send('POST', path, body, headers);
  }

  put(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send('PUT', path, body, headers);
  }

  patch(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send('PATCH', path, body, headers);
  }

  delete(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send('DELETE', path, undefined, headers);
  }

  async send(method: string, path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const isRaw = body instanceof Blob;
    const answer = await fetch(this.url + path, {
      method,
      headers: { ...this.credentials, ...(body === undefined || isRaw ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: isRaw ? body : typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const text = new TextDecoder().decode(bytes);
    const contentType = answer.headers.get('content-type') ?? '';
    const json: unknown = /json/u.test(contentType) && text !== '' ? JSON.parse(text) : undefined;
    const validator = await this.document();
    validator.demand(method, path.split('?')[0] ?? path, answer.status, contentType, json);
    return { status: answer.status, headers: answer.headers, text, bytes, json };
  }

  private document(): Promise<OpenapiValidator> {
    this.validator ??= fetch(`${this.url}/api/openapi.json`, { headers: this.credentials }).then(async (answer) => {
      const own = answer.status === 200 ? new OpenapiValidator(JSON.parse(await answer.text())) : null;
      if (own !== null) known.set(this.url, known.get(this.url) ?? own);
      return own ?? known.get(this.url) ?? problemsOnly;
    });
    return this.validator;
  }
}

/** The first document seen of each server, for callers who may not have one: before sign-in, before a password is changed, after the end of a session. */
const known = new Map<string, OpenapiValidator>();

const problemsOnly = new OpenapiValidator({
  paths: {},
  components: { schemas: { problem: { type: 'object', required: ['type', 'title', 'status', 'detail', 'code'] } } },
});
