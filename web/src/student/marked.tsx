// An answer with what the feedback says of its passages.
import { usePick } from "../settings.ts";
import type { Segment } from "../text/remarks.ts";

interface Props {
  segments: Segment[];
  lit: string | null;
  onLight: (key: string | null) => void;
  /** Where a passage was chosen, to bring what is said of it into view. */
  onChoose: (key: string) => void;
}

export function Marked({ segments, lit, onLight, onChoose }: Props) {
  const pick = usePick();
  const isEmpty = segments.every((segment) => segment.text === "");
  if (isEmpty) {
    return <p class="soft">{pick("没有作答。", "No answer.")}</p>;
  }
  return (
    <div class="marked">
      {segments.map((segment, at) => {
        const [key] = segment.keys;
        if (key === undefined) {
          return <span key={at}>{segment.text}</span>;
        }
        const isLit = lit !== null && segment.keys.includes(lit);
        return (
          <span
            key={at}
            role="button"
            tabIndex={0}
            class={`said ${segment.tone}${isLit ? " lit" : ""}`}
            data-key={key}
            onMouseEnter={() => onLight(key)}
            onMouseLeave={() => onLight(null)}
            onFocus={() => onLight(key)}
            onBlur={() => onLight(null)}
            onClick={() => onChoose(key)}
            onKeyDown={(event) => {
              if (event.key === "Enter" || event.key === " ") {
                event.preventDefault();
                onChoose(key);
              }
            }}
          >
            {segment.labels.length > 0 && <sup>{segment.labels.join("·")}</sup>}
            {segment.text}
          </span>
        );
      })}
    </div>
  );
}
