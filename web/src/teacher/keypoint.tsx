// One keypoint of an answer with the marks that a person gives it.
import type { KeypointFeedback } from "../api/types.ts";
import { usePick } from "../settings.ts";
import { SIGNS } from "../student/keypoints.tsx";
import { tone } from "../text/remarks.ts";
import { coverageName, marks } from "../words.ts";

interface MarkedKeypointProps {
  keypoint: KeypointFeedback;
  index: number;
  given: number;
  isNow: boolean;
  isLit: boolean;
  onLight: (key: string | null) => void;
  onNow: () => void;
  onGive: (points: number | null) => void;
}

export function MarkedKeypoint({ keypoint, index, given, isNow, isLit, onLight, onNow, onGive }: MarkedKeypointProps) {
  const pick = usePick();
  const shade = tone(keypoint.coverage);
  const isChanged = given !== (keypoint.points ?? 0);
  const name = `keypoint-${index}`;
  return (
    <li
      class={`keypoint ${shade}${isLit ? " lit" : ""}${isNow ? " now" : ""}`}
      data-remark={name}
      aria-current={isNow ? "true" : undefined}
      onMouseEnter={() => onLight(name)}
      onMouseLeave={() => onLight(null)}
    >
      <button type="button" onClick={onNow}>
        <span class="number">{index + 1}</span>
        <span class="point">{keypoint.point || keypoint.keypointId}</span>
        <span class={`points digits${isChanged ? " mark" : ""}`}>
          {marks(given)}
          <span class="soft">/{marks(keypoint.maxPoints)}</span>
        </span>
        <span class="state">
          <span aria-hidden="true">{SIGNS[shade]}</span> {coverageName(pick, keypoint.coverage)} ·{" "}
          {pick("把握", "sure")} {Math.round((keypoint.confidence ?? 0) * 100)} %
        </span>
      </button>
      {isNow && (
        <div class="detail">
          {keypoint.message && <p>{keypoint.message}</p>}
          {keypoint.counted ? (
            <p class="give">
              {(
                [
                  ["0", 0],
                  ["1", halfOf(keypoint)],
                  ["2", keypoint.maxPoints ?? 0],
                ] as const
              ).map(([key, points]) => (
                <button key={key} type="button" aria-pressed={given === points} onClick={() => onGive(points)}>
                  {marks(points)} {pick("分", "")} <kbd>{key}</kbd>
                </button>
              ))}
              {isChanged && (
                <button type="button" class="quiet" onClick={() => onGive(null)}>
                  {pick("照引擎", "as the engine")}
                </button>
              )}
            </p>
          ) : (
            <p class="soft">
              {pick(
                "这一点不计入得分；要改分，直接给总分。",
                "This one does not count; to change the score, set it itself.",
              )}
            </p>
          )}
        </div>
      )}
    </li>
  );
}

/** Half the marks, in whole hundredths. */
export function halfOf(keypoint: KeypointFeedback): number {
  return Math.round((keypoint.maxPoints ?? 0) * 50) / 100;
}
