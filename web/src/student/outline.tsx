import type { StructureFeedback } from "../api/types.ts";
import { usePick } from "../settings.ts";
import { type Lighting, RemarkLine } from "./result.tsx";

/** Characters of an item that are shown. */
const SHOWN = 18;

/** The numbering of an answer as an outline, and what is wrong with it. */
export function Outline({ structure, text, ...lighting }: Lighting & { structure: StructureFeedback; text: string }) {
  const pick = usePick();
  const characters = [...text];
  const { markers = [], faults = [], message } = structure;
  const isFaulty = (start: number) =>
    faults.some((fault) =>
      (fault.evidence ?? []).some((evidence) => (evidence.start ?? 0) <= start && start < (evidence.end ?? 0)),
    );
  return (
    <section class="block outline" aria-label={pick("条理", "Structure")}>
      <h3>{pick("条理", "Structure")}</h3>
      {markers.length > 0 && (
        <ol>
          {markers.map((marker, at) => (
            <li
              key={at}
              class={`level-${Math.min(marker.level ?? 1, 4)}${isFaulty(marker.start ?? 0) ? " faulty" : ""}`}
            >
              {marker.quote}
              <span class="soft">{opening(characters, marker.end ?? 0)}</span>
              {isFaulty(marker.start ?? 0) && <span class="sr"> {pick("有问题", "faulty")}</span>}
            </li>
          ))}
        </ol>
      )}
      {faults.length > 0 && (
        <ul class="remarks">
          {faults.map((fault, at) => (
            <RemarkLine key={at} name={`fault-${at}`} {...lighting}>
              {fault.message}
            </RemarkLine>
          ))}
        </ul>
      )}
      {faults.length === 0 && message && <p class="soft">{message}</p>}
    </section>
  );
}

/** How an item begins: its first clause, cut where that is long. */
function opening(characters: string[], from: number): string {
  const rest = characters.slice(from, from + SHOWN + 1).join("");
  const clause = rest.split(/[。；！？\n]/)[0] ?? "";
  return [...clause].length > SHOWN ? `${[...clause].slice(0, SHOWN).join("")}…` : clause;
}
