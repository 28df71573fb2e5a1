/** The stretches of a line between what is not told: each point with its place. */
export function pieces(values: readonly (number | null)[]): [number, number][][] {
  const found: [number, number][][] = [];
  let open: [number, number][] | null = null;
  values.forEach((value, index) => {
    if (value === null) {
      open = null;
    } else if (open) {
      open.push([index, value]);
    } else {
      open = [[index, value]];
      found.push(open);
    }
  });
  return found;
}
