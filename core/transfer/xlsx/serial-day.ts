export const dayMilliseconds = 86_400_000;

/** 1970-01-01 as spreadsheets count days. */
export const serialOfUnix = 25_569;
