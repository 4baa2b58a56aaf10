// What two texts have in common, line by line.

export interface Line {
  /** Whether it is in both, in the first alone, or in the second alone. */
  side: "both" | "first" | "second";
  text: string;
}

/** The longest common lines stay; time and memory grow with the product of the numbers of lines that differ. */
export function diff(first: string, second: string): Line[] {
  const [a, b] = [first.split("\n"), second.split("\n")];
  let head = 0;
  while (head < Math.min(a.length, b.length) && a[head] === b[head]) {
    head += 1;
  }
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) {
    tail += 1;
  }
  const both = (text: string): Line => ({ side: "both", text });
  const middle = walk(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  return [...a.slice(0, head).map(both), ...middle, ...a.slice(a.length - tail).map(both)];
}

function walk(a: string[], b: string[]): Line[] {
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ side: "both", text: a[i] ?? "" });
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ side: "first", text: a[i] ?? "" });
      i += 1;
    } else {
      lines.push({ side: "second", text: b[j] ?? "" });
      j += 1;
    }
  }
  return lines;
}
