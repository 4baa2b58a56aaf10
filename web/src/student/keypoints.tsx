import { useState } from "preact/hooks";
import type { Feedback, KeypointFeedback, KeypointGroup } from "../api/types.ts";
import { usePick } from "../settings.ts";
import { tone } from "../text/remarks.ts";
import { coverageName, marks } from "../words.ts";
import type { Lighting } from "./result.tsx";

/** A sign for each coverage, so that colour alone says nothing. */
export const SIGNS = { full: "●", partial: "◐", missed: "○", contradicted: "✕", rule: "", language: "" };

interface Props extends Lighting {
  feedback: Feedback;
  groups: KeypointGroup[];
}

export function Keypoints({ feedback, groups, ...lighting }: Props) {
  const pick = usePick();
  const [onlyLost, setOnlyLost] = useState(false);
  const keypoints = feedback.keypoints ?? [];
  const said = keypoints.filter((keypoint) => keypoint.coverage === "COVERAGE_FULL").length;
  const shown = keypoints
    .map((keypoint, at) => ({ keypoint, at }))
    .filter(({ keypoint }) => !onlyLost || keypoint.coverage !== "COVERAGE_FULL");
  return (
    <section class="block keypoints" aria-label={pick("采分点", "Keypoints")}>
      <header>
        <h3>
          {pick("采分点", "Keypoints")}{" "}
          <small class="soft">
            {pick("答到", "said")} {said}/{keypoints.length}
          </small>
        </h3>
        <label class="check">
          <input type="checkbox" checked={onlyLost} onChange={(event) => setOnlyLost(event.currentTarget.checked)} />{" "}
          {pick("只看失分", "lost ones only")}
        </label>
      </header>
      <ol>
        {shown.map(({ keypoint, at }) => {
          const before = shown[shown.findIndex((one) => one.at === at) - 1]?.keypoint;
          const group =
            before?.groupId === keypoint.groupId ? undefined : groups.find((one) => one.id === keypoint.groupId);
          return (
            <>
              {group?.title && (
                <li key={`group-${group.id}`} class="group">
                  {group.title}
                  {group.take !== undefined && (
                    <span class="soft">{pick(`（任答 ${group.take} 点）`, ` (any ${group.take})`)}</span>
                  )}
                </li>
              )}
              <Keypoint key={at} keypoint={keypoint} at={at} essay={feedback.estimated ?? false} {...lighting} />
            </>
          );
        })}
      </ol>
    </section>
  );
}

function Keypoint({
  keypoint,
  at,
  essay,
  lit,
  onLight,
  onChoose,
}: Lighting & { keypoint: KeypointFeedback; at: number; essay: boolean }) {
  const pick = usePick();
  const name = `keypoint-${at}`;
  const shade = tone(keypoint.coverage);
  return (
    <li
      class={`keypoint ${shade}${lit === name ? " lit" : ""}`}
      data-remark={name}
      onMouseEnter={() => onLight(name)}
      onMouseLeave={() => onLight(null)}
    >
      <button type="button" onClick={() => onChoose(name)} onFocus={() => onLight(name)} onBlur={() => onLight(null)}>
        <span class="number">{at + 1}</span>
        <span class="point">{keypoint.point || pick("（本题不公开采分点）", "(kept for markers)")}</span>
        {!essay && (
          <span class="points digits">
            {marks(keypoint.points)}
            <span class="soft">/{marks(keypoint.maxPoints)}</span>
          </span>
        )}
        <span class="state">
          <span aria-hidden="true">{SIGNS[shade]}</span> {coverageName(pick, keypoint.coverage)}
          {!keypoint.counted && !essay && <span class="soft">{pick("（不计分）", " (not counted)")}</span>}
        </span>
      </button>
      {keypoint.message && <p class="detail">{keypoint.message}</p>}
    </li>
  );
}
