const key = 'trellis.company';

/** Id of the company that the user chose to work in; empty for all of the own. */
export function chosenCompany(): string {
  return localStorage.getItem(key) ?? '';
}

/** Works in another company from now on: everything on the screens is read anew. */
export function chooseCompany(id: string): void {
  if (id === '') localStorage.removeItem(key);
  else localStorage.setItem(key, id);
  location.reload();
}
