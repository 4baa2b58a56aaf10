// The rubrics of the server and of this browser: to draft, edit, compare.
import { useState } from "preact/hooks";
import { Erase } from "../parts/erase.tsx";
import { Problem } from "../parts/problem.tsx";
import { go, link } from "../route.ts";
import { usePick } from "../settings.ts";
import { forgetRubric } from "../store/rubrics.ts";
import { type Choice, OWN, useChoices } from "../student/question.ts";
import { kindName, marks } from "../words.ts";
import { Ask } from "./ask.tsx";

export function Rubrics() {
  const pick = usePick();
  const { choices, failure, reload } = useChoices();
  const [asking, setAsking] = useState(false);
  const [chosen, setChosen] = useState<string[]>([]);
  const toggle = (id: string) =>
    setChosen((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id].slice(-2)));
  const [first, second] = chosen;
  const table = (own: boolean, title: string) => {
    const found = choices.filter((choice) => choice.own === own);
    return (
      found.length > 0 && (
        <section class="card table-card">
          <h2>{title}</h2>
          <ul class="rubric-list">
            {found.map((choice) => (
              <RubricLine
                key={choice.id}
                choice={choice}
                isChosen={chosen.includes(choice.id)}
                onChosen={() => toggle(choice.id)}
                onGone={reload}
              />
            ))}
          </ul>
        </section>
      )
    );
  };
  return (
    <div class="rubrics">
      <header class="page-head">
        <h1>{pick("评分标准", "Rubrics")}</h1>
        <div class="exports">
          <button
            type="button"
            disabled={!first || !second}
            onClick={() => first && second && go("rubrics", "compare", first, second)}
          >
            {pick("对比所选两份", "Compare the two chosen")}
          </button>
          <button type="button" class="primary" onClick={() => setAsking(true)}>
            {pick("由参考答案起草", "Draft from a reference")}
          </button>
        </div>
      </header>
      <Problem failure={failure} />
      {table(true, pick("我的（存在这个浏览器里）", "Mine (kept in this browser)"))}
      {table(false, pick("服务器上的", "On the server"))}
      {asking && (
        <Ask
          onClose={() => setAsking(false)}
          onDrafted={(id) => {
            setAsking(false);
            go("rubrics", OWN + id);
          }}
        />
      )}
    </div>
  );
}

function RubricLine({
  choice,
  isChosen,
  onChosen,
  onGone,
}: {
  choice: Choice;
  isChosen: boolean;
  onChosen: () => void;
  onGone: () => void;
}) {
  const pick = usePick();
  const { kind, maxScore, keypointCount = 0, rubricId = "" } = choice.summary;
  return (
    <li>
      <label class="check">
        <input type="checkbox" checked={isChosen} onChange={onChosen} />
        <span class="sr">{pick(`选“${choice.title}”来对比`, `Choose ${choice.title} to compare`)}</span>
      </label>
      <a class="title" href={link("rubrics", choice.id)}>
        {choice.title}
      </a>
      <span class="soft">{kindName(pick, kind)}</span>
      <span class="digits soft">
        {marks(maxScore)} {pick("分", "marks")} · {pick(`${keypointCount} 点`, `${keypointCount} keypoints`)}
      </span>
      <a href={link("write", choice.id)}>{pick("去作答", "Answer it")}</a>
      {choice.own && <Erase onErase={() => void forgetRubric(rubricId).then(onGone)} />}
    </li>
  );
}
