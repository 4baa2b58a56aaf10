// Which question is answered, and how it reads.
import { go } from "../route.ts";
import { usePick } from "../settings.ts";
import { kindName, marks } from "../words.ts";
import type { Choice, Question } from "./question.ts";

export function Picker({ choices, id, onAsk }: { choices: Choice[]; id: string | undefined; onAsk: () => void }) {
  const pick = usePick();
  const list = (own: boolean, label: string) => {
    const found = choices.filter((choice) => choice.own === own);
    return (
      found.length > 0 && (
        <optgroup label={label}>
          {found.map((choice) => (
            <option key={choice.id} value={choice.id}>
              {choice.title}
            </option>
          ))}
        </optgroup>
      )
    );
  };
  return (
    <div class="picker">
      <label>
        <span class="sr">{pick("题目", "Question")}</span>
        <select value={id ?? ""} onChange={(event) => go("write", event.currentTarget.value)}>
          {list(true, pick("我的题", "Mine"))}
          {list(false, pick("题库", "On the server"))}
        </select>
      </label>
      <button type="button" onClick={onAsk}>
        {pick("出一道题", "My own question")}
      </button>
    </div>
  );
}

export function QuestionCard({ question: { rubric } }: { question: Question }) {
  const pick = usePick();
  return (
    <details class="question" open>
      <summary>
        <span class="title">{rubric.title}</span>
        <span class="soft">
          {kindName(pick, rubric.kind)} · {marks(rubric.maxScore)} {pick("分", "marks")}
        </span>
      </summary>
      <p>{rubric.question}</p>
      {rubric.material && (
        <details>
          <summary>{pick("给定资料", "Source material")}</summary>
          <p class="material">{rubric.material}</p>
        </details>
      )}
    </details>
  );
}
