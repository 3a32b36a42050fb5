/**
 * An attacker who has tables and adds and subtracts: each figure lies between two bounds, which its sums tighten until nothing
 * moves. Nothing of this comes from the code that hides.
 */
export class Attacker {
  private readonly bounds = new Map<string, { least: number; most: number }>();
  private readonly sums: { total: string; parts: readonly string[] }[] = [];

  /** A figure is from `least` to `most`. */
  tell(key: string, least: number, most = Number.POSITIVE_INFINITY) {
    this.bounds.set(key, { least, most });
  }

  /** Figures add up to another. */
  add(total: string, parts: readonly string[]) {
    this.sums.push({ total, parts });
  }

  /** How far the values lie apart that are still possible. */
  width(key: string): number {
    const { least, most } = this.of(key);
    return most - least;
  }

  think() {
    for (let moved = true, round = 0; moved && round < 200; round += 1) {
      moved = false;
      const tighten = (key: string, least: number, most: number) => {
        const now = this.of(key);
        const next = { least: Math.max(now.least, least), most: Math.min(now.most, most) };
        if (next.least > now.least || next.most < now.most) {
          this.bounds.set(key, next);
          moved = true;
        }
      };
      for (const { total, parts } of this.sums) {
        const sum = (some: readonly { least: number; most: number }[], end: 'least' | 'most') =>
          some.reduce((all, one) => all + one[end], 0);
        const all = parts.map((part) => this.of(part));
        tighten(total, sum(all, 'least'), sum(all, 'most'));
        for (const [at, part] of parts.entries()) {
          const others = parts.filter((_, index) => index !== at).map((one) => this.of(one));
          tighten(part, this.of(total).least - sum(others, 'most'), this.of(total).most - sum(others, 'least'));
        }
      }
    }
  }

  private of(key: string) {
    return this.bounds.get(key) ?? { least: 0, most: Number.POSITIVE_INFINITY };
  }
}
