import { useEffect, useState } from "preact/hooks";
import { Problem } from "../parts/problem.tsx";
import { link } from "../route.ts";
import { usePick } from "../settings.ts";
import { diff } from "./diff.ts";
import { findSource, type Source } from "./source.ts";

const SIGNS = { both: " ", first: "−", second: "+" };

/** Two rubrics, or two versions of one, line by line. */
export function CompareRubrics({ ids: [first, second] }: { ids: [string, string] }) {
  const pick = usePick();
  const [found, setFound] = useState<Source[]>([]);
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    Promise.all([findSource(first), findSource(second)])
      .then(setFound)
      .catch(setFailure);
  }, [first, second]);
  const [a, b] = found;
  return (
    <div class="compare-rubrics">
      <p>
        <a href={link("rubrics")}>← {pick("全部评分标准", "All rubrics")}</a>
      </p>
      <header class="page-head">
        <h1>{pick("对比评分标准", "Two rubrics")}</h1>
      </header>
      <Problem failure={failure} />
      {a && b && (
        <>
          <p class="sides-named">
            <span class="first">− {a.title}</span> <span class="second">+ {b.title}</span>
          </p>
          <pre class="diff card" tabIndex={0} role="region" aria-label={pick("差别", "Differences")}>
            {diff(a.toml, b.toml).map((line, at) => (
              <span key={at} class={line.side}>
                {SIGNS[line.side]} {line.text}
                {"\n"}
              </span>
            ))}
          </pre>
        </>
      )}
    </div>
  );
}
