// One class: how far it is, its results, its report, what could not be read, and one answer at a time.
import { useCallback, useEffect, useState } from "preact/hooks";
import { isAborted } from "../api/call.ts";
import type { JobProblem, JobResult } from "../api/types.ts";
import { Problem } from "../parts/problem.tsx";
import { link } from "../route.ts";
import { usePick } from "../settings.ts";
import { keepReviews, type Review, type Reviews, reviewsOf } from "../store/reviews.ts";
import { stateName } from "../words.ts";
import { AnswerPage } from "./answer.tsx";
import { Exports } from "./exports.tsx";
import { allResults, firstProblems, hasEnded, useJob } from "./jobs.ts";
import { Report } from "./report.tsx";
import { Results } from "./results.tsx";
import type { Filter, Order } from "./table.ts";

type Tab = "results" | "report" | "problems";

export function JobPage({ id, number }: { id: string; number: number | null }) {
  const pick = usePick();
  const { job, failure } = useJob(id);
  const [results, setResults] = useState<JobResult[]>([]);
  const [problems, setProblems] = useState<JobProblem[]>([]);
  const [reviews, setReviews] = useState<Reviews>({});
  const [readFailure, setReadFailure] = useState<unknown>(null);
  const [tab, setTab] = useState<Tab>("results");
  const [filter, setFilter] = useState<Filter>({ words: "", only: "all", question: "" });
  const [order, setOrder] = useState<Order>({ column: "number", down: false });
  const [page, setPage] = useState(0);
  const ended = hasEnded(job);

  useEffect(() => {
    void reviewsOf(id).then(setReviews);
  }, [id]);
  useEffect(() => {
    if (!ended) {
      return;
    }
    const controller = new AbortController();
    const failed = (error: unknown) => {
      if (!isAborted(error)) {
        setReadFailure(error);
      }
    };
    allResults(id, controller.signal, setResults).catch(failed);
    firstProblems(id).then(setProblems).catch(failed);
    return () => controller.abort();
  }, [id, ended]);

  const review = useCallback(
    (of: number, changed: Review) => {
      setReviews((before) => {
        const after = { ...before, [of]: changed };
        void keepReviews(id, after);
        return after;
      });
    },
    [id],
  );

  const shown = results.find((result) => result.number === number);
  if (number !== null && shown) {
    return (
      <AnswerPage
        job={id}
        result={shown}
        results={results}
        filter={filter}
        order={order}
        reviews={reviews}
        onReview={review}
      />
    );
  }
  const { answerCount = 0, answerTotal, problemCount = 0, answersPerSecond = 0 } = job?.progress ?? {};
  const tabs: [Tab, string][] = [
    ["results", pick("成绩", "Results")],
    ["report", pick("班级报告", "Class report")],
    ["problems", pick(`读不了的（${problemCount}）`, `Problems (${problemCount})`)],
  ];
  return (
    <div class="job">
      <p class="no-print">
        <a href={link("classes")}>← {pick("全部班级", "All classes")}</a>
      </p>
      <header class="page-head">
        <div>
          <h1>{job?.title || job?.fileName || id}</h1>
          <p class="soft digits" role="status">
            {stateName(pick, job?.state)} · {pick(`${answerCount} 份`, `${answerCount} answers`)}
            {!ended && answersPerSecond > 0 && ` · ${Math.round(answersPerSecond)} ${pick("份/秒", "a second")}`}
          </p>
        </div>
        {job?.state === "JOB_STATE_SUCCEEDED" && <Exports job={job} results={results} reviews={reviews} />}
      </header>
      {job && !ended && (
        <progress
          aria-label={pick("进度", "Progress")}
          {...(answerTotal ? { max: answerTotal, value: answerCount } : {})}
        />
      )}
      <Problem failure={failure ?? readFailure ?? (job?.failure ? new Error(job.failure.message) : null)} />
      {ended && (
        <>
          <div class="tabs" role="group" aria-label={pick("看什么", "What to see")}>
            {tabs.map(([name, label]) => (
              <button key={name} type="button" aria-pressed={tab === name} onClick={() => setTab(name)}>
                {label}
              </button>
            ))}
          </div>
          {tab === "results" && (
            <Results
              job={id}
              results={results}
              reviews={reviews}
              filter={filter}
              order={order}
              page={page}
              onFilter={(changed) => (setFilter(changed), setPage(0))}
              onOrder={setOrder}
              onPage={setPage}
            />
          )}
          {tab === "report" && <Report job={id} isThere={job?.state === "JOB_STATE_SUCCEEDED"} />}
          {tab === "problems" && <Problems problems={problems} />}
        </>
      )}
    </div>
  );
}

function Problems({ problems }: { problems: JobProblem[] }) {
  const pick = usePick();
  if (problems.length === 0) {
    return <p class="empty soft">{pick("都读得了。", "All of it could be read.")}</p>;
  }
  return (
    <div class="scroll card" tabIndex={0} role="region" aria-label={pick("读不了的", "Problems")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{pick("位置", "Place")}</th>
            <th scope="col">{pick("行", "Row")}</th>
            <th scope="col">{pick("列", "Column")}</th>
            <th scope="col">{pick("原因和办法", "Why, and what to do")}</th>
          </tr>
        </thead>
        <tbody>
          {problems.map((problem, at) => (
            <tr key={at}>
              <td>{problem.place}</td>
              <td>{problem.row || ""}</td>
              <td>{problem.column}</td>
              <td>{problem.reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
