// The results of a class as a table: sorted, filtered, with each keypoint as a field of a heat map.
import { useMemo } from "preact/hooks";
import type { JobResult, KeypointFeedback } from "../api/types.ts";
import { link } from "../route.ts";
import { usePick } from "../settings.ts";
import { reviewedScore, type Reviews } from "../store/reviews.ts";
import { SIGNS } from "../student/keypoints.tsx";
import { tone } from "../text/remarks.ts";
import { coverageName, marks } from "../words.ts";
import { arrange, type Column, type Filter, type Order, personName, SURE } from "./table.ts";

/** Rows shown at once: a class and more, and still quick to draw. */
const PAGE_ROWS = 100;

interface Props {
  job: string;
  results: JobResult[];
  reviews: Reviews;
  filter: Filter;
  order: Order;
  page: number;
  onFilter: (filter: Filter) => void;
  onOrder: (order: Order) => void;
  onPage: (page: number) => void;
}

export function Results({ job, results, reviews, filter, order, page, onFilter, onOrder, onPage }: Props) {
  const pick = usePick();
  const rows = useMemo(() => arrange(results, reviews, filter, order), [results, reviews, filter, order]);
  const questions = useMemo(() => [...new Set(results.map((result) => result.questionId ?? ""))], [results]);
  const isMixed = questions.length > 1 && filter.question === "";
  // Keypoints of several questions have no columns in common.
  const keypoints = isMixed ? [] : (rows[0]?.feedback?.keypoints ?? []);
  const pages = Math.max(1, Math.ceil(rows.length / PAGE_ROWS));
  const at = Math.min(page, pages - 1);
  const shown = rows.slice(at * PAGE_ROWS, (at + 1) * PAGE_ROWS);
  const onlies: [Filter["only"], string][] = [
    ["all", pick("全部", "All")],
    ["flagged", pick("有提示的", "Flagged")],
    ["unsure", pick("把握不大的", "Unsure")],
    ["unseen", pick("还没复核的", "Not reviewed")],
    ["changed", pick("改过分的", "Changed")],
  ];
  const head = (column: Column, label: string, side: Side, title?: string) => (
    <Head key={column} column={column} label={label} side={side} title={title} order={order} onOrder={onOrder} />
  );
  return (
    <section class="results" aria-label={pick("成绩", "Results")}>
      <div class="filters">
        <input
          type="search"
          value={filter.words}
          placeholder={pick("姓名、学号、班级", "Name, number, class")}
          aria-label={pick("找人", "Find")}
          onInput={(event) => onFilter({ ...filter, words: event.currentTarget.value })}
        />
        <select
          value={filter.only}
          aria-label={pick("只看", "Only")}
          onChange={(event) => onFilter({ ...filter, only: event.currentTarget.value as Filter["only"] })}
        >
          {onlies.map(([name, label]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
        {questions.length > 1 && (
          <select
            value={filter.question}
            aria-label={pick("题号", "Question")}
            onChange={(event) => onFilter({ ...filter, question: event.currentTarget.value })}
          >
            <option value="">{pick("各题", "All questions")}</option>
            {questions.map((question) => (
              <option key={question} value={question}>
                {question}
              </option>
            ))}
          </select>
        )}
        <p class="soft digits" role="status">
          {pick(`${rows.length} 份`, `${rows.length} answers`)}
          {rows.length > 0 && pick(`，平均 ${average(rows, reviews)}`, `, mean ${average(rows, reviews)}`)}
        </p>
      </div>
      <div class="scroll card table" tabIndex={0} role="region" aria-label={pick("成绩表", "Table of results")}>
        <table>
          <thead>
            <tr>
              {head("number", "#", "left")}
              {head("name", pick("考生", "Candidate"), "left")}
              {head("score", pick("得分", "Score"), "right")}
              {head("reviewed", pick("复核分", "Reviewed"), "right")}
              {keypoints.map((keypoint, index) =>
                head(
                  `keypoint:${keypoint.keypointId}`,
                  String(index + 1),
                  "heat",
                  `${keypoint.point} (${marks(keypoint.maxPoints)})`,
                ),
              )}
              {head("length", pick("字数", "Length"), "right")}
              {head("confidence", pick("把握", "Sure"), "right")}
              {head("flags", pick("提示", "Flags"), "right")}
            </tr>
          </thead>
          <tbody>
            {shown.map((result) => {
              const review = reviews[result.number ?? 0];
              const feedback = result.feedback ?? {};
              const reviewed = reviewedScore(feedback, review);
              return (
                <tr key={result.number}>
                  <td class="soft">{result.number}</td>
                  <th scope="row">
                    <a href={link("classes", job, result.number ?? 0)}>{personName(result)}</a>
                    {result.candidate?.className && <span class="soft"> {result.candidate.className}</span>}
                  </th>
                  <td class="right">{marks(feedback.score)}</td>
                  <td class={`right${reviewed !== (feedback.score ?? 0) ? " mark" : " soft"}`}>
                    {review?.seen ? marks(reviewed) : ""}
                  </td>
                  {keypoints.map((column) => (
                    <Field
                      key={column.keypointId}
                      keypoint={feedback.keypoints?.find((one) => one.keypointId === column.keypointId)}
                      given={review?.points[column.keypointId ?? ""]}
                    />
                  ))}
                  <td
                    class={`right${feedback.length?.verdict === "LENGTH_VERDICT_OVER" || feedback.length?.verdict === "LENGTH_VERDICT_UNDER" ? " mark" : ""}`}
                  >
                    {feedback.length?.count ?? 0}
                  </td>
                  <td class={`right${(feedback.confidence ?? 0) < SURE ? " unsure" : ""}`}>
                    {Math.round((feedback.confidence ?? 0) * 100)}
                  </td>
                  <td class="right">{feedback.flags?.length || ""}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
        {rows.length === 0 && <p class="empty soft">{pick("没有这样的作答。", "There are no such answers.")}</p>}
      </div>
      {pages > 1 && (
        <nav class="pager" aria-label={pick("翻页", "Pages of the table")}>
          <button type="button" disabled={at === 0} onClick={() => onPage(at - 1)}>
            {pick("上一页", "Previous")}
          </button>
          <span class="digits">
            {at + 1} / {pages}
          </span>
          <button type="button" disabled={at === pages - 1} onClick={() => onPage(at + 1)}>
            {pick("下一页", "Next")}
          </button>
        </nav>
      )}
      {keypoints.length > 0 && (
        <ol class="legend">
          {keypoints.map((keypoint) => (
            <li key={keypoint.keypointId}>
              {keypoint.point || keypoint.keypointId}{" "}
              <span class="soft digits">{hitRate(rows, keypoint.keypointId)} %</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

/** Where the words of a column stand. */
type Side = "left" | "right" | "heat";

interface HeadProps {
  column: Column;
  label: string;
  side: Side;
  title: string | undefined;
  order: Order;
  onOrder: (order: Order) => void;
}

function Head({ column, label, side, title, order, onOrder }: HeadProps) {
  const isSorted = order.column === column;
  return (
    <th
      scope="col"
      class={side}
      aria-sort={isSorted ? (order.down ? "descending" : "ascending") : undefined}
      title={title}
    >
      <button
        type="button"
        class="quiet"
        onClick={() => onOrder({ column, down: isSorted ? !order.down : column !== "number" && column !== "name" })}
      >
        {label}
        <span aria-hidden="true">{isSorted ? (order.down ? "↓" : "↑") : ""}</span>
        {title && <span class="sr">{title}</span>}
      </button>
    </th>
  );
}

function Field({ keypoint, given }: { keypoint: KeypointFeedback | undefined; given: number | undefined }) {
  const pick = usePick();
  const shade = tone(keypoint?.coverage);
  const says = `${coverageName(pick, keypoint?.coverage)} ${marks(keypoint?.points)}`;
  return (
    <td class={`heat ${shade}`} title={says}>
      <span aria-hidden="true">{SIGNS[shade]}</span>
      <span class="sr">{says}</span>
      {given !== undefined && <b class="mark">{marks(given)}</b>}
    </td>
  );
}

function average(rows: JobResult[], reviews: Reviews): string {
  const sum = rows.reduce((total, row) => total + reviewedScore(row.feedback ?? {}, reviews[row.number ?? 0]), 0);
  return marks(sum / rows.length);
}

/** The share of the marks of a keypoint that a class earned, in percent. */
function hitRate(rows: JobResult[], id: string | undefined): number {
  const found = rows.flatMap((row) => row.feedback?.keypoints?.filter((keypoint) => keypoint.keypointId === id) ?? []);
  const most = found.reduce((sum, keypoint) => sum + (keypoint.maxPoints ?? 0), 0);
  return most === 0 ? 0 : Math.round((100 * found.reduce((sum, keypoint) => sum + (keypoint.points ?? 0), 0)) / most);
}
