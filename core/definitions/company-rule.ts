/** The expression that selects rows of the companies that the user works for, and rows of no company; beside another rule, rows that both select. */
export function companyRule(path: readonly string[], where?: string): string {
  const company = path.join('.');
  const rule = path.at(-1) === 'id' ? `${company} in user.companies` : `(${company} == null || ${company} in user.companies)`;
  return where === undefined ? rule : `(${where}) && ${rule}`;
}
