/** snake_case of a camelCase or kebab-case name: `orderDate` and `order-date` give `order_date`. */
export function columnName(name: string): string {
  return name
    .replaceAll('-', '_')
    .replaceAll(/([a-z0-9])([A-Z])/gu, '$1_$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/gu, '$1_$2')
    .toLowerCase();
}
