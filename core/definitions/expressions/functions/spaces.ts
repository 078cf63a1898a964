/** What trim() takes away: space, tab, line ends, form feed, no-break space, ideographic space, byte order mark. */
export const spaces = ' \t\n\v\f\r\u00a0\u3000\ufeff';
