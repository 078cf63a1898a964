import type { RunningApp } from '../app.js';
import type { Config } from '../kernel/config.js';

/** What the start says when all is ready: where, and at the very first time how to sign in. */
export function welcome(app: RunningApp, config: Config): string {
  const lines = [`Trellis is ready: ${config.publicUrl ?? app.url}`];
  if (!app.hasScreens) lines.push('The screens were not built; only the API answers.');
  if (app.firstAdministrator.kind === 'made') {
    const { email, password } = app.firstAdministrator;
    lines.push('', `Sign in as ${email}`, password === null ? 'with the password of TRELLIS_ADMIN_PASSWORD.' : `with the password ${password}`);
    if (password !== null) lines.push('It is shown this once and must be changed at the first sign-in.');
  }
  return `\n${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n\n`;
}
