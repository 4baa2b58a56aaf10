// Names of what the wire names by codes, in both languages.
import type {
  CountMode,
  Coverage,
  EssayCheckKind,
  FormatElementKind,
  JobState,
  PartKind,
  RubricKind,
} from "./api/types.ts";
import type { Choose } from "./settings.ts";

type Named<K extends string> = Record<K, [chinese: string, english: string]>;

const KINDS: Named<RubricKind> = {
  RUBRIC_KIND_UNSPECIFIED: ["未定", "not given"],
  RUBRIC_KIND_SUMMARY: ["概括归纳", "Summary"],
  RUBRIC_KIND_ANALYSIS: ["综合分析", "Analysis"],
  RUBRIC_KIND_COUNTERMEASURE: ["提出对策", "Measures"],
  RUBRIC_KIND_OFFICIAL_DOCUMENT: ["应用文", "Document"],
  RUBRIC_KIND_ESSAY: ["大作文", "Essay"],
};

const PARTS: Named<PartKind> = {
  PART_KIND_UNSPECIFIED: ["其他", "Other"],
  PART_KIND_CONTENT: ["内容", "Content"],
  PART_KIND_FORMAT: ["格式", "Format"],
  PART_KIND_STRUCTURE: ["条理", "Structure"],
  PART_KIND_LENGTH: ["字数", "Length"],
  PART_KIND_LANGUAGE: ["语言", "Language"],
  PART_KIND_ESSAY: ["文章", "Essay"],
  PART_KIND_CALIBRATION: ["校准", "Calibration"],
};

const COVERAGES: Named<Coverage> = {
  COVERAGE_UNSPECIFIED: ["未答到", "missed"],
  COVERAGE_FULL: ["答到", "said"],
  COVERAGE_PARTIAL: ["部分答到", "partly said"],
  COVERAGE_MISSED: ["未答到", "missed"],
  COVERAGE_CONTRADICTED: ["答反了", "opposite"],
};

const MODES: Named<CountMode> = {
  COUNT_MODE_UNSPECIFIED: ["字数", "字数"],
  COUNT_MODE_WORD: ["字数", "字数"],
  COUNT_MODE_NONBLANK: ["非空字符", "non-blank"],
  COUNT_MODE_GRID: ["格数", "cells"],
  COUNT_MODE_HAN: ["汉字", "Han"],
};

const CHECKS: Named<EssayCheckKind> = {
  ESSAY_CHECK_KIND_UNSPECIFIED: ["其他", "Other"],
  ESSAY_CHECK_KIND_TITLE: ["标题", "Title"],
  ESSAY_CHECK_KIND_THEME: ["扣题", "Theme"],
  ESSAY_CHECK_KIND_THESIS: ["总论点", "Thesis"],
  ESSAY_CHECK_KIND_STANCE: ["立场", "Stance"],
  ESSAY_CHECK_KIND_SUB_THESES: ["分论点", "Sub-theses"],
  ESSAY_CHECK_KIND_BALANCE: ["段落", "Paragraphs"],
  ESSAY_CHECK_KIND_ENDING: ["结尾", "Ending"],
  ESSAY_CHECK_KIND_QUOTATIONS: ["引用", "Quotations"],
  ESSAY_CHECK_KIND_OWN_WORDS: ["独立成文", "Own words"],
  ESSAY_CHECK_KIND_LENGTH: ["篇幅", "Length"],
};

const ELEMENTS: Named<FormatElementKind> = {
  FORMAT_ELEMENT_KIND_UNSPECIFIED: ["其他", "Other"],
  FORMAT_ELEMENT_KIND_TITLE: ["标题", "Title"],
  FORMAT_ELEMENT_KIND_DOCUMENT_NUMBER: ["发文字号", "Number"],
  FORMAT_ELEMENT_KIND_ADDRESSEE: ["称谓", "Addressee"],
  FORMAT_ELEMENT_KIND_BODY: ["正文", "Body"],
  FORMAT_ELEMENT_KIND_CLOSING: ["结束语", "Closing"],
  FORMAT_ELEMENT_KIND_ATTACHMENT: ["附件", "Attachment"],
  FORMAT_ELEMENT_KIND_SIGNATURE: ["署名", "Signature"],
  FORMAT_ELEMENT_KIND_DATE: ["日期", "Date"],
};

const STATES: Named<JobState> = {
  JOB_STATE_UNSPECIFIED: ["未知", "unknown"],
  JOB_STATE_QUEUED: ["排队", "queued"],
  JOB_STATE_RUNNING: ["阅卷中", "marking"],
  JOB_STATE_SUCCEEDED: ["已阅完", "done"],
  JOB_STATE_FAILED: ["失败", "failed"],
  JOB_STATE_CANCELLED: ["已取消", "cancelled"],
};

const naming =
  <K extends string>(names: Named<K>, fallback: NoInfer<K>) =>
  (pick: Choose, code: K | undefined): string => {
    // A newer server may name what this page does not know.
    const [chinese, english] = names[code ?? fallback] ?? names[fallback];
    return pick(chinese, english);
  };

export const kindName = naming(KINDS, "RUBRIC_KIND_UNSPECIFIED");
export const partName = naming(PARTS, "PART_KIND_UNSPECIFIED");
export const coverageName = naming(COVERAGES, "COVERAGE_UNSPECIFIED");
export const modeName = naming(MODES, "COUNT_MODE_UNSPECIFIED");
export const checkName = naming(CHECKS, "ESSAY_CHECK_KIND_UNSPECIFIED");
export const elementName = naming(ELEMENTS, "FORMAT_ELEMENT_KIND_UNSPECIFIED");
export const stateName = naming(STATES, "JOB_STATE_UNSPECIFIED");

/** Marks without needless noughts. */
export function marks(value: number | undefined): string {
  return String(Math.round((value ?? 0) * 100) / 100);
}

/** A time in milliseconds since 1970, as people write it. */
export function moment(pick: Choose, time: number): string {
  return new Intl.DateTimeFormat(pick("zh-CN", "en-GB"), { dateStyle: "medium", timeStyle: "short" }).format(time);
}

/** A number of seconds as minutes and seconds. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${String(Math.floor(whole / 60)).padStart(2, "0")}:${String(whole % 60).padStart(2, "0")}`;
}
