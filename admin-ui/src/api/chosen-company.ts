const key = 'trellis.company';

/** Id of the company that the user chose to work in, in this tab; empty for all of the own. */
export function chosenCompany(): string {
  return sessionStorage.getItem(key) ?? '';
}

/** Works in another company from now on: everything on the screens is read anew. */
export function chooseCompany(id: string): void {
  if (id === '') forgetCompany();
  else sessionStorage.setItem(key, id);
  location.reload();
}

/** Whoever signs in next begins with all of the own. */
export function forgetCompany(): void {
  sessionStorage.removeItem(key);
}
