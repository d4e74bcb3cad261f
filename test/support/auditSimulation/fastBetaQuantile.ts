/**
 * Quantiles of the beta distribution, several times as fast as the library's, for millions of simulated audits. Agrees with
 * the library to 1e-9 (`test/unit/corrected/coverageSmall.test.ts`).
 *
 * Source: W. H. Press et al. 2007, Numerical Recipes, 3rd ed., 6.4 (continued fraction by Lentz's method, Halley's steps).
 */
export function fastBetaQuantile(p: number, a: number, b: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  const constant = lnGamma(a + b) - lnGamma(a) - lnGamma(b);
  let x = guess(p, a, b);
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step++) {
    const logDensity = constant + (a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x);
    const error = below(x, a, b, constant) - p;
    if (error > 0) high = x;
    else low = x;
    const newton = error / Math.exp(logDensity);
    const halley = newton / (1 - Math.min(1, Math.max(-1, 0.5 * newton * ((a - 1) / x - (b - 1) / (1 - x)))));
    const stepped = x - halley;
    const isInside = stepped > low && stepped < high;
    const next = isInside ? stepped : (low + high) / 2;
    const moved = Math.abs(next - x);
    x = next;
    // The error after such a step is about the cube of the step.
    if ((isInside && moved < 1e-6 * Math.min(x, 1 - x)) || high - low < 1e-15) break;
  }
  return x;
}

/** Regularised incomplete beta function. */
function below(x: number, a: number, b: number, constant: number): number {
  const front = Math.exp(constant + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2)
    ? (front * fraction(x, a, b)) / a
    : 1 - (front * fraction(1 - x, b, a)) / b;
}

function fraction(x: number, a: number, b: number): number {
  const [sum, more, less] = [a + b, a + 1, a - 1];
  let c = 1;
  let d = 1 / (1 - (sum * x) / more);
  let h = d;
  for (let m = 1; m < 20_000; m++) {
    const twice = 2 * m;
    let step = (m * (b - m) * x) / ((less + twice) * (a + twice));
    d = 1 / (1 + step * d);
    c = 1 + step / c;
    h *= d * c;
    step = (-(a + m) * (sum + m) * x) / ((a + twice) * (more + twice));
    d = 1 / (1 + step * d);
    c = 1 + step / c;
    const change = d * c;
    h *= change;
    if (Math.abs(change - 1) < 1e-14) break;
  }
  return h;
}

function guess(p: number, a: number, b: number): number {
  if (a >= 1 && b >= 1) {
    const tail = p < 0.5 ? p : 1 - p;
    const t = Math.sqrt(-2 * Math.log(tail));
    let z = (2.30753 + t * 0.27061) / (1 + t * (0.99229 + t * 0.04481)) - t;
    if (p < 0.5) z = -z;
    const lambda = (z * z - 3) / 6;
    const h = 2 / (1 / (2 * a - 1) + 1 / (2 * b - 1));
    const w =
      (z * Math.sqrt(lambda + h)) / h - (1 / (2 * b - 1) - 1 / (2 * a - 1)) * (lambda + 5 / 6 - 2 / (3 * h));
    const x = a / (a + b * Math.exp(2 * w));
    return Math.min(1 - 1e-12, Math.max(1e-12, x));
  }
  const lower = Math.exp(a * Math.log(a / (a + b))) / a;
  const upper = Math.exp(b * Math.log(b / (a + b))) / b;
  const whole = lower + upper;
  const x = p < lower / whole ? (a * whole * p) ** (1 / a) : 1 - (b * whole * (1 - p)) ** (1 / b);
  return Math.min(1 - 1e-12, Math.max(1e-12, x));
}

function lnGamma(x: number): number {
  let shift = 0;
  let at = x;
  if (at < 10) {
    let product = 1;
    while (at < 10) product *= at++;
    shift = Math.log(product);
  }
  const inverse = 1 / at;
  const square = inverse * inverse;
  const series =
    inverse *
    (1 / 12 -
      square *
        (1 / 360 -
          square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - square * (691 / 360_360))))));
  return (at - 0.5) * Math.log(at) - at + 0.9189385332046728 + series - shift;
}
