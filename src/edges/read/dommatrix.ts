/**
 * The three browser classes that pdf.js wants at import. For text these stand-ins are enough (same text in 1,039 files), and then no
 * native addon is loaded into the process that reads untrusted files. Rendering imports @napi-rs/canvas instead.
 */

type Init = readonly number[] | undefined;

class Matrix {
  a: number;
  b: number;
  c: number;
  d: number;
  e: number;
  f: number;
  constructor(init?: Init) {
    const v = init && init.length > 0 ? [...init] : [1, 0, 0, 1, 0, 0];
    const six = v.length === 16 ? [v[0], v[1], v[4], v[5], v[12], v[13]] : v;
    [this.a, this.b, this.c, this.d, this.e, this.f] = [six[0] ?? 1, six[1] ?? 0, six[2] ?? 0, six[3] ?? 1, six[4] ?? 0, six[5] ?? 0];
  }
  multiplySelf(o: { a: number; b: number; c: number; d: number; e: number; f: number }): this {
    const { a, b, c, d, e, f } = this;
    this.a = a * o.a + c * o.b;
    this.b = b * o.a + d * o.b;
    this.c = a * o.c + c * o.d;
    this.d = b * o.c + d * o.d;
    this.e = a * o.e + c * o.f + e;
    this.f = b * o.e + d * o.f + f;
    return this;
  }
  translate(x: number, y = 0): Matrix {
    return new Matrix([this.a, this.b, this.c, this.d, this.e, this.f]).multiplySelf({ a: 1, b: 0, c: 0, d: 1, e: x, f: y });
  }
  scale(x: number, y = x): Matrix {
    return new Matrix([this.a, this.b, this.c, this.d, this.e, this.f]).multiplySelf({ a: x, b: 0, c: 0, d: y, e: 0, f: 0 });
  }
}

const world = globalThis as unknown as Record<string, unknown>;
world["DOMMatrix"] ??= Matrix;
world["Path2D"] ??= class {};
world["ImageData"] ??= class {};

export const ready = true;
