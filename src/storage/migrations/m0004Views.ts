/** The public views of the fourth schema. */
export const m0004Views = ``;
