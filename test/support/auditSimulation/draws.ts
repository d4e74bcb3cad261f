/** Fast seeded draws of counts for simulations: a small generator, and exact binomial and hypergeometric numbers. */

const logs = new Float64Array(40_010);
for (let i = 2; i < logs.length; i++) logs[i] = (logs[i - 1] ?? 0) + Math.log(i);

/** ln n! for n below 40,010. */
function lnFactorial(n: number): number {
  return logs[n] ?? NaN;
}

export interface Draws {
  uniform(): number;
  normal(): number;
  binomial(n: number, p: number): number;
  /** Of `draws` taken without replacement from `good` + `bad`, how many are good. */
  hypergeometric(good: number, bad: number, draws: number): number;
}

/** C. Doty-Humphrey's sfc32, with the first 20 numbers thrown away. */
export function seededDraws(seed: number): Draws {
  let [a, b, c, d] = [seed | 0, (seed * 7919) | 0, 0x9e3779b9 | 0, 1];
  const uniform = (): number => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return ((sum >>> 0) + 0.5) / 4294967296;
  };
  for (let i = 0; i < 20; i++) uniform();
  const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const binomial = (n: number, p: number): number => {
    if (n <= 0 || p <= 0) return 0;
    if (p >= 1) return n;
    if (p > 0.5) return n - binomial(n, 1 - p);
    if (n * p < 10) return binomialByInversion(uniform, n, p);
    return fromMode(
      uniform,
      Math.floor((n + 1) * p),
      0,
      n,
      (k) =>
        Math.exp(
          lnFactorial(n) - lnFactorial(k) - lnFactorial(n - k) + k * Math.log(p) + (n - k) * Math.log1p(-p),
        ),
      (k) => ((n - k) / (k + 1)) * (p / (1 - p)),
    );
  };
  const hypergeometric = (good: number, bad: number, draws: number): number => {
    if (good <= 0 || draws <= 0) return 0;
    if (bad <= 0) return draws;
    if (draws * 2 > good + bad) return good - hypergeometric(good, bad, good + bad - draws);
    if (good > bad) return draws - hypergeometric(bad, good, draws);
    const total = good + bad;
    const lowest = Math.max(0, draws - bad);
    const highest = Math.min(good, draws);
    const ratio = (k: number): number => ((good - k) * (draws - k)) / ((k + 1) * (bad - draws + k + 1));
    const density = (k: number): number =>
      Math.exp(
        lnFactorial(good) -
          lnFactorial(k) -
          lnFactorial(good - k) +
          lnFactorial(bad) -
          lnFactorial(draws - k) -
          lnFactorial(bad - draws + k) -
          lnFactorial(total) +
          lnFactorial(draws) +
          lnFactorial(total - draws),
      );
    const mode = Math.min(highest, Math.max(lowest, Math.floor(((draws + 1) * (good + 1)) / (total + 2))));
    return fromMode(uniform, mode, lowest, highest, density, ratio);
  };
  return { uniform, normal, binomial, hypergeometric };
}

function binomialByInversion(uniform: () => number, n: number, p: number): number {
  const odds = p / (1 - p);
  let mass = Math.exp(n * Math.log1p(-p));
  let left = uniform();
  let k = 0;
  while (left > mass && k < n) {
    left -= mass;
    mass *= ((n - k) / (k + 1)) * odds;
    k++;
  }
  return k;
}

/** Inversion that starts at the mode and goes outwards by turns; exact but for rounding. */
function fromMode(
  uniform: () => number,
  mode: number,
  lowest: number,
  highest: number,
  density: (k: number) => number,
  ratio: (k: number) => number,
): number {
  let left = uniform();
  const top = density(mode);
  left -= top;
  if (left <= 0) return mode;
  let [up, down, above, below] = [mode, mode, top, top];
  while (up < highest || down > lowest) {
    if (up < highest) {
      above *= ratio(up);
      up++;
      left -= above;
      if (left <= 0) return up;
    }
    if (down > lowest) {
      below /= ratio(down - 1);
      down--;
      left -= below;
      if (left <= 0) return down;
    }
  }
  return mode;
}
