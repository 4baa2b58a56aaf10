import { useMemo, useState } from "preact/hooks";
import { usePick } from "../settings.ts";
import type { Attempt } from "../store/attempts.ts";
import { remarks, segments, tone } from "../text/remarks.ts";
import { coverageName, marks, moment } from "../words.ts";
import { score, useAttempts } from "./attempts.tsx";
import { SIGNS } from "./keypoints.tsx";
import { Marked } from "./marked.tsx";

/** Two attempts side by side, the older one first. */
export function Compare({ ids }: { ids: [string, string] }) {
  const pick = usePick();
  const { list } = useAttempts();
  const [lit, setLit] = useState<string | null>(null);
  const found = (list ?? []).filter((attempt) => ids.includes(attempt.id)).sort((a, b) => a.time - b.time);
  const [before, after] = found;
  if (!list) {
    return null;
  }
  if (!before || !after) {
    return <p class="empty">{pick("这两次作答不在这个浏览器里。", "These attempts are not kept in this browser.")}</p>;
  }
  const change = (after.feedback.score ?? 0) - (before.feedback.score ?? 0);
  const keypoints = (after.feedback.keypoints ?? []).map((keypoint) => ({
    keypoint,
    earlier: before.feedback.keypoints?.find((one) => one.keypointId === keypoint.keypointId),
  }));
  return (
    <div class="compare">
      <header class="page-head">
        <h1>{after.title}</h1>
        <p class="digits">
          {score(before)} → <strong class="mark">{score(after)}</strong>{" "}
          <span class={change < 0 ? "taken" : "soft"}>
            ({change < 0 ? "−" : "+"}
            {marks(Math.abs(change))})
          </span>
        </p>
      </header>
      <div class="sides">
        {[before, after].map((attempt) => (
          <Side key={attempt.id} attempt={attempt} lit={lit} onLight={setLit} />
        ))}
      </div>
      <section class="card">
        <h2>{pick("采分点", "Keypoints")}</h2>
        <div class="scroll" tabIndex={0} role="region" aria-label={pick("采分点对照", "Keypoints compared")}>
          <table>
            <thead>
              <tr>
                <th scope="col">{pick("采分点", "Keypoint")}</th>
                <th scope="col">{pick("前一次", "Before")}</th>
                <th scope="col">{pick("后一次", "After")}</th>
              </tr>
            </thead>
            <tbody>
              {keypoints.map(({ keypoint, earlier }, at) => (
                <tr
                  key={keypoint.keypointId}
                  onMouseEnter={() => setLit(`keypoint-${at}`)}
                  onMouseLeave={() => setLit(null)}
                >
                  <th scope="row">{keypoint.point}</th>
                  {[earlier, keypoint].map((one, side) => (
                    <td key={side} class={`state ${tone(one?.coverage)}`}>
                      <span aria-hidden="true">{SIGNS[tone(one?.coverage)]}</span> {coverageName(pick, one?.coverage)}{" "}
                      <span class="digits">{marks(one?.points)}</span>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </div>
  );
}

function Side({
  attempt,
  lit,
  onLight,
}: {
  attempt: Attempt;
  lit: string | null;
  onLight: (key: string | null) => void;
}) {
  const pick = usePick();
  const marked = useMemo(() => segments(attempt.text, attempt.text, remarks(attempt.feedback)), [attempt]);
  return (
    <section class="card">
      <h2>
        <time dateTime={new Date(attempt.time).toISOString()}>{moment(pick, attempt.time)}</time>{" "}
        <span class="mark digits">{score(attempt)}</span>
      </h2>
      <Marked segments={marked} lit={lit} onLight={onLight} onChoose={onLight} />
    </section>
  );
}
