/** A region of a country and the time in which it was one; the days are YYYY-MM-DD, null for open ends. */
export interface Region {
  readonly name: string;
  readonly from: string | null;
  readonly to: string | null;
  /** What it is now, by name. */
  readonly successor: string | null;
}

/** Those that are valid on the day, each name once, in order of the alphabet. */
export function offered(regions: readonly Region[], day: string): readonly Region[] {
  const valid = regions.filter(({ from, to }) => (from ?? day) <= day && (to ?? day) >= day);
  return [...new Map(valid.map((region) => [folded(region.name), region])).values()].toSorted((one, other) => one.name.localeCompare(other.name, 'vi'));
}

/** The region of that name that is no more, unless one of the name is valid on the day. */
export function formerRegion(regions: readonly Region[], text: string, day: string): Region | null {
  const name = folded(text);
  if (name === '' || offered(regions, day).some((region) => folded(region.name) === name)) return null;
  return regions.find((region) => region.to !== null && region.to < day && folded(region.name) === name) ?? null;
}

/** Without marks and without what the kind of region is called, so that `TP. Hồ Chí Minh` and `ho chi minh` are one. */
function folded(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replace(/^(?:tinh|thanh pho|tp\.?|province of)\s*/u, '')
    .replaceAll(/[\s-]+/gu, ' ');
}
