/** Zone that holds where no company says another. */
export const standardTimeZone = 'Asia/Ho_Chi_Minh';
