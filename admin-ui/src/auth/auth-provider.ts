import type { AuthProvider } from 'react-admin';
import { forgetCompany } from '../api/chosen-company.js';
import { ApiProblem, request } from '../api/request.js';

/** Sessions are the server's; when one has ended the page begins anew at the sign-in. Rights are in the metadata and kept by the server. */
export const authProvider: AuthProvider = {
  login: () => Promise.resolve(),
  logout: async () => {
    await request('POST', '/auth/logout', {}).catch(() => undefined);
    forgetCompany();
    window.location.assign('/');
    return false;
  },
  checkAuth: () => Promise.resolve(),
  checkError: (error: unknown) => {
    if (error instanceof ApiProblem && error.status === 401) window.location.reload();
    return Promise.resolve();
  },
  getPermissions: () => Promise.resolve(null),
};
