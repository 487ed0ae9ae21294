/** Values of sheets as a Norwegian reader sees them. */

/** "31.01.2015", with the time where there is one ("31.01.2015 13:30"); "" for no date. */
export const dateText = (date: Date): string => {
  if (Number.isNaN(date.getTime())) return "";
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = `${two(date.getUTCDate())}.${two(date.getUTCMonth() + 1)}.${date.getUTCFullYear()}`;
  return date.getUTCHours() + date.getUTCMinutes() === 0 ? day : `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
};

/** A share as per cent: 0.255 is "25,5 %". */
export const percentText = (share: number): string => `${Number((share * 100).toFixed(2))} %`.replace(".", ",");
