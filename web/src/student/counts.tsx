import type { LengthCounts, LengthPolicy } from "../api/types.ts";
import { usePick } from "../settings.ts";
import { modeName } from "../words.ts";

/** Share of a target that 左右 allows where the rubric does not say: the server's default. */
const TOLERANCE = 0.1;

/** The server's 字数 against the limits of the question. */
export function Counts({ counts, policy }: { counts: LengthCounts; policy: LengthPolicy }) {
  const pick = usePick();
  const mode = policy.mode ?? "COUNT_MODE_WORD";
  const count = of(counts, mode);
  const { min, max } = limits(policy);
  const verdict = max !== undefined && count > max ? "over" : min !== undefined && count < min ? "under" : "within";
  const most = max ?? min;
  const says =
    verdict === "over" && max !== undefined
      ? pick(`超出 ${count - max} 字`, `${count - max} over`)
      : verdict === "under" && min !== undefined
        ? pick(`还差 ${min - count} 字`, `${min - count} to go`)
        : "";
  const others = (["COUNT_MODE_WORD", "COUNT_MODE_NONBLANK", "COUNT_MODE_GRID", "COUNT_MODE_HAN"] as const).filter(
    (other) => other !== mode,
  );
  return (
    <div class={`counts ${verdict}`}>
      <p>
        {modeName(pick, mode)} <strong class="digits">{count}</strong>
        {most !== undefined && (
          <span class="soft">
            {" "}
            / {min !== undefined && max !== undefined ? `${min}–${max}` : max !== undefined ? max : `≥ ${min}`}
          </span>
        )}
        {says && <span class="says">{says}</span>}
      </p>
      {most !== undefined && (
        <meter min={0} max={most} value={Math.min(count, most)} aria-label={pick("字数", "Length")} />
      )}
      <p class="soft others">
        {others.map((other) => (
          <span key={other}>
            {modeName(pick, other)} <span class="digits">{of(counts, other)}</span>
          </span>
        ))}
      </p>
    </div>
  );
}

export function limits({ min, max, target, tolerance }: LengthPolicy): { min?: number; max?: number } {
  if (target !== undefined) {
    const share = tolerance ?? TOLERANCE;
    return { min: Math.ceil(target * (1 - share)), max: Math.floor(target * (1 + share)) };
  }
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

function of(counts: LengthCounts, mode: NonNullable<LengthPolicy["mode"]>): number {
  switch (mode) {
    case "COUNT_MODE_NONBLANK":
      return counts.nonblank ?? 0;
    case "COUNT_MODE_GRID":
      return counts.grid ?? 0;
    case "COUNT_MODE_HAN":
      return counts.han ?? 0;
    default:
      return counts.word ?? 0;
  }
}
