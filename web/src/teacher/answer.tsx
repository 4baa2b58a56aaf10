// One answer of a class, with a person's marks over the engine's by the keyboard.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { JobResult, KeypointFeedback } from "../api/types.ts";
import { go, link } from "../route.ts";
import { usePick } from "../settings.ts";
import { type Review, reviewedScore, type Reviews, UNTOUCHED } from "../store/reviews.ts";
import { Marked } from "../student/marked.tsx";
import { remarks, segments } from "../text/remarks.ts";
import { marks } from "../words.ts";
import { halfOf, MarkedKeypoint } from "./keypoint.tsx";
import { arrange, type Filter, type Order, personName } from "./table.ts";

/** Marks by which a keypoint is raised or lowered at a time. */
const STEP = 0.5;

interface Props {
  job: string;
  result: JobResult;
  results: JobResult[];
  filter: Filter;
  order: Order;
  reviews: Reviews;
  onReview: (number: number, review: Review) => void;
}

export function AnswerPage({ job, result, results, filter, order, reviews, onReview }: Props) {
  const pick = usePick();
  const number = result.number ?? 0;
  const feedback = result.feedback ?? {};
  const keypoints = feedback.keypoints ?? [];
  const review = reviews[number] ?? UNTOUCHED;
  const [at, setAt] = useState(0);
  const [lit, setLit] = useState<string | null>(null);
  // The way through the class stays as it was when one came in: marking does not change what comes next.
  const way = useRef<number[]>([]);
  if (way.current.length === 0 || !way.current.includes(number)) {
    way.current = arrange(results, reviews, filter, order).map((one) => one.number ?? 0);
  }
  const place = way.current.indexOf(number);
  const marked = useMemo(() => segments(result.answer ?? "", result.answer ?? "", remarks(feedback)), [result]);
  const text = useRef<HTMLDivElement>(null);

  const change = (part: Partial<Review>) => onReview(number, { ...review, ...part, seen: true });
  const give = (keypoint: KeypointFeedback, points: number | null) => {
    const id = keypoint.keypointId ?? "";
    const { [id]: _, ...others } = review.points;
    const bounded = points === null ? null : Math.min(Math.max(points, 0), keypoint.maxPoints ?? 0);
    change({ points: bounded === null || bounded === (keypoint.points ?? 0) ? others : { ...others, [id]: bounded } });
  };
  const move = (to: number) => {
    const next = Math.min(Math.max(to, 0), keypoints.length - 1);
    setAt(next);
    setLit(`keypoint-${next}`);
    text.current?.querySelector(`[data-key="keypoint-${next}"]`)?.scrollIntoView({ block: "nearest" });
    document.querySelector(`[data-remark="keypoint-${next}"]`)?.scrollIntoView({ block: "nearest" });
  };
  const leaf = (by: number) => {
    const next = way.current[place + by];
    if (next !== undefined) {
      setAt(0);
      setLit(null);
      go("classes", job, next);
    }
  };
  const now = keypoints[at];
  const given = (keypoint: KeypointFeedback) => review.points[keypoint.keypointId ?? ""] ?? keypoint.points ?? 0;

  const act = (key: string): boolean => {
    const actions: Record<string, () => void> = {
      j: () => move(at + 1),
      ArrowDown: () => move(at + 1),
      k: () => move(at - 1),
      ArrowUp: () => move(at - 1),
      n: () => leaf(1),
      ArrowRight: () => leaf(1),
      p: () => leaf(-1),
      ArrowLeft: () => leaf(-1),
      Enter: () => {
        change({});
        leaf(1);
      },
      ...(now?.counted && {
        "0": () => give(now, 0),
        "1": () => give(now, halfOf(now)),
        "2": () => give(now, now.maxPoints ?? 0),
        "+": () => give(now, given(now) + STEP),
        "=": () => give(now, given(now) + STEP),
        "-": () => give(now, given(now) - STEP),
        Backspace: () => give(now, null),
      }),
    };
    const action = actions[key];
    action?.();
    return action !== undefined;
  };
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      const isTyping =
        target.matches("input:not([type=checkbox]), textarea, select") ||
        (target.matches("button, a, [role=button]") && event.key === "Enter");
      if (!isTyping && !event.ctrlKey && !event.metaKey && !event.altKey && latest.current(event.key)) {
        event.preventDefault();
      }
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);

  const reviewed = reviewedScore(feedback, review);
  return (
    <div class="answer-page">
      <header class="page-head">
        <div>
          <p>
            <a href={link("classes", job)}>← {pick("回到成绩表", "Back to the table")}</a>
          </p>
          <h1>
            {personName(result)}{" "}
            <small class="soft">{[result.candidate?.className, result.questionId].filter(Boolean).join(" · ")}</small>
          </h1>
        </div>
        <div class="leaf">
          <button type="button" disabled={place <= 0} onClick={() => leaf(-1)}>
            ← {pick("上一份", "Previous")} <kbd>P</kbd>
          </button>
          <span class="digits soft">
            {place + 1} / {way.current.length}
          </span>
          <button type="button" disabled={place >= way.current.length - 1} onClick={() => leaf(1)}>
            {pick("下一份", "Next")} <kbd>N</kbd> →
          </button>
        </div>
      </header>
      <div class="write">
        <section class="card" aria-label={pick("作答", "Answer")} ref={text}>
          <Marked
            segments={marked}
            lit={lit}
            onLight={setLit}
            onChoose={(key) => {
              const index = Number(key.replace("keypoint-", ""));
              if (Number.isInteger(index)) {
                move(index);
              }
            }}
          />
          {(feedback.flags?.length ?? 0) > 0 && (
            <ul class="flags">
              {feedback.flags?.map((flag, index) => (
                <li key={index}>⚑ {flag.message}</li>
              ))}
            </ul>
          )}
        </section>
        <aside class="beside" aria-label={pick("评分", "Marks")}>
          <div class="score-card">
            <p class="score">
              <span class="digits" data-reviewed={marks(reviewed)}>
                {marks(reviewed)}
              </span>
              <small>
                {" "}
                / {marks(feedback.maxScore)}
                {reviewed !== (feedback.score ?? 0) &&
                  pick(`（引擎 ${marks(feedback.score)}）`, ` (engine ${marks(feedback.score)})`)}
              </small>
            </p>
            <div class="review-fields">
              <label>
                {pick("直接给总分", "Set the score itself")}
                <input
                  type="number"
                  min={0}
                  max={feedback.maxScore ?? 0}
                  step={0.5}
                  value={review.score ?? ""}
                  onInput={(event) => {
                    const { value } = event.currentTarget;
                    const score = Number(value);
                    change({
                      score:
                        value === "" || !Number.isFinite(score)
                          ? null
                          : Math.round(Math.min(Math.max(score, 0), feedback.maxScore ?? 0) * 100) / 100,
                    });
                  }}
                />
              </label>
              <label>
                {pick("说明", "Note")}
                <input
                  type="text"
                  value={review.note}
                  onInput={(event) => change({ note: event.currentTarget.value })}
                />
              </label>
            </div>
            <p class="seen">
              <label class="check">
                <input
                  type="checkbox"
                  checked={review.seen}
                  onChange={(event) => onReview(number, { ...review, seen: event.currentTarget.checked })}
                />{" "}
                {pick("已复核", "Reviewed")}
              </label>{" "}
              <kbd>Enter</kbd> <span class="soft">{pick("复核并看下一份", "reviews and goes on")}</span>
            </p>
          </div>
          <ol class="marking">
            {keypoints.map((keypoint, index) => (
              <MarkedKeypoint
                key={keypoint.keypointId}
                keypoint={keypoint}
                index={index}
                given={given(keypoint)}
                isNow={index === at}
                isLit={lit === `keypoint-${index}`}
                onLight={setLit}
                onNow={() => move(index)}
                onGive={(points) => give(keypoint, points)}
              />
            ))}
          </ol>
          <p class="soft keys">
            <kbd>J</kbd> <kbd>K</kbd> {pick("换点", "move")} · <kbd>0</kbd> <kbd>1</kbd> <kbd>2</kbd>{" "}
            {pick("零、半、满分", "none, half, full")} · <kbd>+</kbd> <kbd>−</kbd> {pick("加减半分", "half a mark")} ·{" "}
            <kbd>⌫</kbd> {pick("照引擎", "as the engine")}
          </p>
        </aside>
      </div>
    </div>
  );
}
