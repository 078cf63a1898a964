/** Parts of a postal address, in the order they are written. */
export const addressParts = ['street', 'city', 'region', 'postalCode', 'country'] as const;
export type AddressPart = (typeof addressParts)[number];

/** How addresses are written in one country (Universal Postal Union, postal addressing systems). */
export interface AddressFormat {
  /** How the country is written besides its code, without marks and in small letters. */
  readonly names: readonly string[];
  readonly parts: readonly AddressPart[];
  /** Parts without which no letter arrives. */
  readonly required: readonly AddressPart[];
  /** What a part is in this country, where it is no city and no region. */
  readonly called?: Readonly<Partial<Record<AddressPart, 'ward' | 'province' | 'state' | 'prefecture' | 'county'>>>;
}

/** By ISO 3166 alpha-2 code. In Viet Nam a province is divided into wards, communes and special zones, since 1 July 2025 without a level between. */
export const addressFormats: Readonly<Record<string, AddressFormat>> = {
  VN: { names: ['viet nam', 'vietnam'], parts: ['street', 'city', 'region'], required: ['city', 'region'], called: { city: 'ward', region: 'province' } },
  US: {
    names: ['usa', 'united states', 'united states of america', 'hoa ky', 'my'],
    parts: ['street', 'city', 'region', 'postalCode'],
    required: ['street', 'city', 'region', 'postalCode'],
    called: { region: 'state' },
  },
  CA: {
    names: ['canada'],
    parts: ['street', 'city', 'region', 'postalCode'],
    required: ['street', 'city', 'region', 'postalCode'],
    called: { region: 'province' },
  },
  AU: {
    names: ['australia', 'uc'],
    parts: ['street', 'city', 'region', 'postalCode'],
    required: ['street', 'city', 'region', 'postalCode'],
    called: { region: 'state' },
  },
  GB: { names: ['uk', 'united kingdom', 'great britain', 'anh'], parts: ['street', 'city', 'postalCode'], required: ['street', 'city', 'postalCode'] },
  DE: { names: ['germany', 'deutschland', 'duc'], parts: ['street', 'postalCode', 'city'], required: ['street', 'postalCode', 'city'] },
  FR: { names: ['france', 'phap'], parts: ['street', 'postalCode', 'city'], required: ['street', 'postalCode', 'city'] },
  SG: { names: ['singapore'], parts: ['street', 'postalCode'], required: ['street', 'postalCode'] },
  JP: {
    names: ['japan', 'nhat ban'],
    parts: ['postalCode', 'region', 'city', 'street'],
    required: ['postalCode', 'region', 'city'],
    called: { region: 'prefecture' },
  },
  KR: {
    names: ['korea', 'south korea', 'han quoc'],
    parts: ['street', 'city', 'region', 'postalCode'],
    required: ['street', 'city'],
    called: { region: 'province' },
  },
  CN: {
    names: ['china', 'trung quoc'],
    parts: ['street', 'city', 'region', 'postalCode'],
    required: ['street', 'city', 'region'],
    called: { region: 'province' },
  },
  TH: {
    names: ['thailand', 'thai lan'],
    parts: ['street', 'city', 'region', 'postalCode'],
    required: ['street', 'region', 'postalCode'],
    called: { region: 'province' },
  },
};

/** The format of a country by its code or name; null where it is not known, when every part is there and none is needed. */
export function addressFormat(country: string): AddressFormat | null {
  const code = country.trim().toUpperCase();
  const own = Object.hasOwn(addressFormats, code) ? addressFormats[code] : undefined;
  const folded = plain(country);
  return own ?? Object.values(addressFormats).find(({ names }) => names.includes(folded)) ?? null;
}

function plain(text: string): string {
  return text.trim().toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd');
}
