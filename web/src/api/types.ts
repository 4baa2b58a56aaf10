// Generated from proto/ by build/types.mjs; scripts/web writes it anew.

export type ReadingDepth =
  | "READING_DEPTH_UNSPECIFIED"
  | "READING_DEPTH_FAST"
  | "READING_DEPTH_DEEP";

export type RubricKind =
  | "RUBRIC_KIND_UNSPECIFIED"
  | "RUBRIC_KIND_SUMMARY"
  | "RUBRIC_KIND_ANALYSIS"
  | "RUBRIC_KIND_COUNTERMEASURE"
  | "RUBRIC_KIND_OFFICIAL_DOCUMENT"
  | "RUBRIC_KIND_ESSAY";

export type MatchPolicy =
  | "MATCH_POLICY_UNSPECIFIED"
  | "MATCH_POLICY_MEANING"
  | "MATCH_POLICY_WORDING";

export type CountMode =
  | "COUNT_MODE_UNSPECIFIED"
  | "COUNT_MODE_WORD"
  | "COUNT_MODE_NONBLANK"
  | "COUNT_MODE_GRID"
  | "COUNT_MODE_HAN";

export type FormatElementKind =
  | "FORMAT_ELEMENT_KIND_UNSPECIFIED"
  | "FORMAT_ELEMENT_KIND_TITLE"
  | "FORMAT_ELEMENT_KIND_DOCUMENT_NUMBER"
  | "FORMAT_ELEMENT_KIND_ADDRESSEE"
  | "FORMAT_ELEMENT_KIND_BODY"
  | "FORMAT_ELEMENT_KIND_CLOSING"
  | "FORMAT_ELEMENT_KIND_ATTACHMENT"
  | "FORMAT_ELEMENT_KIND_SIGNATURE"
  | "FORMAT_ELEMENT_KIND_DATE";

export interface Rubric {
  id?: string;
  title?: string;
  kind?: RubricKind;
  maxScore?: number;
  question?: string;
  references?: ReferenceAnswer[];
  groups?: KeypointGroup[];
  aliases?: AliasSet[];
  credit?: CreditPolicy;
  length?: LengthPolicy;
  structure?: StructurePolicy;
  format?: FormatPolicy;
  language?: LanguagePolicy;
  wordingsVisible?: boolean;
  essay?: EssayPolicy;
  material?: string;
  calibration?: CalibrationPolicy;
  reading?: ReadingDepth;
}

export interface CalibrationPolicy {
  content?: number;
  words?: number;
  expressions?: TellingExpression[];
  curve?: CurveKnot[];
}

export interface TellingExpression {
  text?: string;
  weight?: number;
}

export interface CurveKnot {
  sum?: number;
  share?: number;
}

export interface ReferenceAnswer {
  text?: string;
}

export interface KeypointGroup {
  id?: string;
  title?: string;
  take?: number;
  keypoints?: Keypoint[];
}

export interface Keypoint {
  id?: string;
  point?: string;
  points?: number;
  wordings?: string[];
  opposites?: string[];
  match?: MatchPolicy;
}

export interface AliasSet {
  expressions?: string[];
}

export interface CreditPolicy {
  steps?: CreditStep[];
}

export interface CreditStep {
  coverage?: number;
  share?: number;
}

export interface LengthPolicy {
  mode?: CountMode;
  min?: number;
  max?: number;
  target?: number;
  tolerance?: number;
  over?: LengthCharge;
  under?: LengthCharge;
}

export interface LengthCharge {
  free?: number;
  every?: number;
  points?: number;
  max?: number;
}

export interface StructurePolicy {
  itemized?: boolean;
  oneParagraph?: boolean;
  points?: number;
  fault?: number;
  maxDeduction?: number;
}

export interface FormatPolicy {
  genre?: string;
  elements?: FormatElement[];
}

export interface FormatElement {
  kind?: FormatElementKind;
  points?: number;
}

export interface EssayPolicy {
  bands?: EssayBand[];
  theme?: string[];
  subTheses?: SubThesisCount;
  quotations?: string[];
  copiedMax?: number;
  titlePoints?: number;
}

export interface EssayBand {
  name?: string;
  upTo?: number;
}

export interface SubThesisCount {
  min?: number;
  max?: number;
}

export interface LanguagePolicy {
  typos?: TypoCharge;
}

export interface TypoCharge {
  every?: number;
  points?: number;
  max?: number;
}

export type PartKind =
  | "PART_KIND_UNSPECIFIED"
  | "PART_KIND_CONTENT"
  | "PART_KIND_FORMAT"
  | "PART_KIND_STRUCTURE"
  | "PART_KIND_LENGTH"
  | "PART_KIND_LANGUAGE"
  | "PART_KIND_ESSAY"
  | "PART_KIND_CALIBRATION";

export type Coverage =
  | "COVERAGE_UNSPECIFIED"
  | "COVERAGE_FULL"
  | "COVERAGE_PARTIAL"
  | "COVERAGE_MISSED"
  | "COVERAGE_CONTRADICTED";

export type EvidenceReason =
  | "EVIDENCE_REASON_UNSPECIFIED"
  | "EVIDENCE_REASON_SAME_WORDS"
  | "EVIDENCE_REASON_KNOWN_EXPRESSION"
  | "EVIDENCE_REASON_WRONG_CHARACTER"
  | "EVIDENCE_REASON_OPPOSITE"
  | "EVIDENCE_REASON_RULE"
  | "EVIDENCE_REASON_LIKELY_MEANING"
  | "EVIDENCE_REASON_TELLING_EXPRESSION"
  | "EVIDENCE_REASON_READ_AS_SAME";

export type LengthVerdict =
  | "LENGTH_VERDICT_UNSPECIFIED"
  | "LENGTH_VERDICT_WITHIN"
  | "LENGTH_VERDICT_OVER"
  | "LENGTH_VERDICT_UNDER"
  | "LENGTH_VERDICT_UNLIMITED";

export type MarkerFamily =
  | "MARKER_FAMILY_UNSPECIFIED"
  | "MARKER_FAMILY_HAN_COMMA"
  | "MARKER_FAMILY_HAN_PARENTHESIS"
  | "MARKER_FAMILY_DIGIT"
  | "MARKER_FAMILY_DIGIT_PARENTHESIS"
  | "MARKER_FAMILY_CIRCLED"
  | "MARKER_FAMILY_HAN_IS"
  | "MARKER_FAMILY_ORDINAL"
  | "MARKER_FAMILY_SEQUENCE"
  | "MARKER_FAMILY_ASPECT"
  | "MARKER_FAMILY_AMONG";

export type StructureFaultKind =
  | "STRUCTURE_FAULT_KIND_UNSPECIFIED"
  | "STRUCTURE_FAULT_KIND_NOT_ITEMIZED"
  | "STRUCTURE_FAULT_KIND_NOT_ONE_PARAGRAPH"
  | "STRUCTURE_FAULT_KIND_GAP"
  | "STRUCTURE_FAULT_KIND_REPEAT"
  | "STRUCTURE_FAULT_KIND_ORDER"
  | "STRUCTURE_FAULT_KIND_SINGLE";

export type LanguageNoteKind =
  | "LANGUAGE_NOTE_KIND_UNSPECIFIED"
  | "LANGUAGE_NOTE_KIND_WRONG_CHARACTER"
  | "LANGUAGE_NOTE_KIND_LONG_SENTENCE"
  | "LANGUAGE_NOTE_KIND_SPOKEN_WORD";

export type EssayCheckKind =
  | "ESSAY_CHECK_KIND_UNSPECIFIED"
  | "ESSAY_CHECK_KIND_TITLE"
  | "ESSAY_CHECK_KIND_THEME"
  | "ESSAY_CHECK_KIND_THESIS"
  | "ESSAY_CHECK_KIND_STANCE"
  | "ESSAY_CHECK_KIND_SUB_THESES"
  | "ESSAY_CHECK_KIND_BALANCE"
  | "ESSAY_CHECK_KIND_ENDING"
  | "ESSAY_CHECK_KIND_QUOTATIONS"
  | "ESSAY_CHECK_KIND_OWN_WORDS"
  | "ESSAY_CHECK_KIND_LENGTH";

export type FlagCode =
  | "FLAG_CODE_UNSPECIFIED"
  | "FLAG_CODE_KEYWORD_LIST"
  | "FLAG_CODE_COPIED_QUESTION"
  | "FLAG_CODE_REPEATED_PASSAGE"
  | "FLAG_CODE_NEAR_REFERENCE"
  | "FLAG_CODE_ADDRESSES_MARKER"
  | "FLAG_CODE_BORDERLINE"
  | "FLAG_CODE_COPIED_MATERIAL";

export interface Feedback {
  submissionId?: string;
  rubricId?: string;
  rubricRevision?: string;
  engineVersion?: string;
  score?: number;
  maxScore?: number;
  parts?: Part[];
  keypoints?: KeypointFeedback[];
  length?: LengthFeedback;
  structure?: StructureFeedback;
  format?: FormatFeedback;
  language?: LanguageFeedback;
  deductions?: Deduction[];
  flags?: Flag[];
  summary?: string;
  estimated?: boolean;
  essay?: EssayFeedback;
  material?: MaterialFeedback;
  calibration?: CalibrationFeedback;
  confidence?: number;
  reading?: ReadingDepth;
}

export interface CalibrationFeedback {
  points?: number;
  words?: number;
  wordsEvidence?: Evidence[];
  expressions?: ExpressionFeedback[];
  sum?: number;
  share?: number;
  message?: string;
}

export interface ExpressionFeedback {
  weight?: number;
  evidence?: Evidence;
}

export interface Part {
  kind?: PartKind;
  points?: number;
  maxPoints?: number;
}

export interface KeypointFeedback {
  keypointId?: string;
  groupId?: string;
  point?: string;
  points?: number;
  maxPoints?: number;
  coverage?: Coverage;
  similarity?: number;
  counted?: boolean;
  evidence?: Evidence[];
  missing?: string[];
  message?: string;
  confidence?: number;
}

export interface Evidence {
  start?: number;
  end?: number;
  quote?: string;
  reason?: EvidenceReason;
}

export interface LengthFeedback {
  mode?: CountMode;
  count?: number;
  counts?: LengthCounts;
  min?: number;
  max?: number;
  verdict?: LengthVerdict;
  message?: string;
}

export interface LengthCounts {
  word?: number;
  nonblank?: number;
  grid?: number;
  han?: number;
}

export interface StructureFeedback {
  markers?: MarkerFeedback[];
  faults?: StructureFault[];
  message?: string;
}

export interface MarkerFeedback {
  family?: MarkerFamily;
  level?: number;
  ordinal?: number;
  start?: number;
  end?: number;
  quote?: string;
}

export interface StructureFault {
  kind?: StructureFaultKind;
  message?: string;
  evidence?: Evidence[];
}

export interface FormatFeedback {
  genre?: string;
  elements?: ElementFeedback[];
  message?: string;
}

export interface ElementFeedback {
  kind?: FormatElementKind;
  required?: boolean;
  present?: boolean;
  start?: number;
  end?: number;
  quote?: string;
  points?: number;
  maxPoints?: number;
}

export interface LanguageFeedback {
  notes?: LanguageNote[];
}

export interface LanguageNote {
  kind?: LanguageNoteKind;
  message?: string;
  suggestion?: string;
  evidence?: Evidence;
}

export interface EssayFeedback {
  checks?: EssayCheck[];
  quotations?: QuotationFeedback[];
  bandLow?: string;
  bandHigh?: string;
  low?: number;
  high?: number;
  confidence?: number;
  reasons?: string[];
}

export interface EssayCheck {
  kind?: EssayCheckKind;
  passed?: boolean;
  message?: string;
  evidence?: Evidence[];
}

export interface QuotationFeedback {
  index?: number;
  quotation?: string;
  evidence?: Evidence;
}

export interface MaterialFeedback {
  copied?: number;
  count?: number;
  share?: number;
  runs?: Evidence[];
  message?: string;
}

export interface Deduction {
  rule?: string;
  part?: PartKind;
  points?: number;
  reduced?: boolean;
  message?: string;
  evidence?: Evidence[];
}

export interface Flag {
  code?: FlagCode;
  keypointId?: string;
  message?: string;
  evidence?: Evidence[];
}

export interface Submission {
  submissionId?: string;
  text?: string;
}

export type Language =
  | "LANGUAGE_UNSPECIFIED"
  | "LANGUAGE_CHINESE"
  | "LANGUAGE_ENGLISH";

export interface GradeRequest {
  submission?: Submission;
  rubricId?: string;
  rubric?: Rubric;
  language?: Language;
  reading?: ReadingDepth;
}

export interface GradeResponse {
  feedback?: Feedback;
}

export interface GradeStreamRequest {
  submission?: Submission;
  rubricId?: string;
  rubric?: Rubric;
  language?: Language;
  reading?: ReadingDepth;
}

export interface GradeStreamResponse {
  submissionId?: string;
  feedback?: Feedback;
  error?: GradeError;
}

export interface GradeError {
  code?: number;
  reason?: string;
  message?: string;
  fieldViolations?: FieldViolation[];
}

export interface FieldViolation {
  field?: string;
  description?: string;
}

export type ElementRequirement =
  | "ELEMENT_REQUIREMENT_UNSPECIFIED"
  | "ELEMENT_REQUIREMENT_REQUIRED"
  | "ELEMENT_REQUIREMENT_OPTIONAL";

export interface InspectTextRequest {
  text?: string;
  genre?: string;
  language?: Language;
}

export interface InspectTextResponse {
  genre?: string;
  markers?: MarkerFeedback[];
  faults?: StructureFault[];
  elements?: InspectedElement[];
  missing?: FormatElementKind[];
  counts?: LengthCounts;
  message?: string;
}

export interface InspectedElement {
  kind?: FormatElementKind;
  requirement?: ElementRequirement;
  present?: boolean;
  start?: number;
  end?: number;
  quote?: string;
}

export type JobState =
  | "JOB_STATE_UNSPECIFIED"
  | "JOB_STATE_QUEUED"
  | "JOB_STATE_RUNNING"
  | "JOB_STATE_SUCCEEDED"
  | "JOB_STATE_FAILED"
  | "JOB_STATE_CANCELLED";

export interface Job {
  jobId?: string;
  state?: JobState;
  title?: string;
  questions?: JobQuestion[];
  language?: Language;
  fileName?: string;
  inputBytes?: string;
  createTimeUnixSeconds?: string;
  progress?: JobProgress;
  failure?: JobFailure;
}

export interface JobQuestion {
  questionId?: string;
  rubricId?: string;
  rubricRevision?: string;
}

export interface JobProgress {
  answerCount?: number;
  answerTotal?: number;
  problemCount?: number;
  inputBytesRead?: string;
  answersPerSecond?: number;
}

export interface JobFailure {
  reason?: string;
  message?: string;
}

export interface JobSettings {
  rubrics?: JobRubric[];
  language?: Language;
  columns?: JobColumn[];
  title?: string;
  reading?: ReadingDepth;
}

export interface JobRubric {
  questionId?: string;
  rubricId?: string;
  rubric?: Rubric;
}

export interface JobColumn {
  field?: string;
  header?: string;
}

export interface JobFile {
  name?: string;
  content?: string;
}

export interface JobSubmission {
  submission?: Submission;
  candidateName?: string;
  candidateNumber?: string;
  candidateClass?: string;
  questionId?: string;
}

export interface CreateJobRequest {
  jobId?: string;
  settings?: JobSettings;
  file?: JobFile;
}

export interface CreateJobResponse {
  job?: Job;
}

export interface CreateJobStreamRequest {
  start?: JobStart;
  chunk?: string;
  submission?: JobSubmission;
}

export interface JobStart {
  jobId?: string;
  settings?: JobSettings;
  fileName?: string;
}

export interface CreateJobStreamResponse {
  job?: Job;
}

export interface GetJobRequest {
  jobId?: string;
}

export interface GetJobResponse {
  job?: Job;
}

export interface WatchJobRequest {
  jobId?: string;
}

export interface WatchJobResponse {
  job?: Job;
}

export interface ListJobsRequest {
  pageSize?: number;
  pageToken?: string;
}

export interface ListJobsResponse {
  jobs?: Job[];
  nextPageToken?: string;
}

export interface ListJobResultsRequest {
  jobId?: string;
  pageSize?: number;
  pageToken?: string;
}

export interface ListJobResultsResponse {
  results?: JobResult[];
  nextPageToken?: string;
}

export interface JobResult {
  number?: number;
  place?: string;
  candidate?: JobCandidate;
  questionId?: string;
  answer?: string;
  feedback?: Feedback;
  human?: HumanMarks;
}

export interface JobCandidate {
  candidateId?: string;
  name?: string;
  number?: string;
  className?: string;
}

export interface HumanMarks {
  score?: number;
  secondScore?: number;
  keypointPoints?: Record<string, number>;
}

export interface ListJobProblemsRequest {
  jobId?: string;
  pageSize?: number;
  pageToken?: string;
}

export interface ListJobProblemsResponse {
  problems?: JobProblem[];
  nextPageToken?: string;
}

export interface JobProblem {
  place?: string;
  row?: number;
  column?: string;
  reason?: string;
}

export interface CancelJobRequest {
  jobId?: string;
}

export interface CancelJobResponse {
  job?: Job;
}

export interface DeleteJobRequest {
  jobId?: string;
}

export type DeleteJobResponse = Record<string, never>;

export interface GetClassReportRequest {
  jobId?: string;
  language?: Language;
  includeSheets?: boolean;
}

export interface GetClassReportResponse {
  path?: string;
  data?: string;
}

export interface GetMarkedWorkbookRequest {
  jobId?: string;
  language?: Language;
}

export interface GetMarkedWorkbookResponse {
  data?: string;
}

export interface GetSheetRequest {
  jobId?: string;
  number?: number;
  language?: Language;
}

export interface GetSheetResponse {
  html?: string;
}

export type RubricOrigin =
  | "RUBRIC_ORIGIN_UNSPECIFIED"
  | "RUBRIC_ORIGIN_SHIPPED"
  | "RUBRIC_ORIGIN_FOLDER"
  | "RUBRIC_ORIGIN_OWN";

export type FindingSeverity =
  | "FINDING_SEVERITY_UNSPECIFIED"
  | "FINDING_SEVERITY_ERROR"
  | "FINDING_SEVERITY_WARNING"
  | "FINDING_SEVERITY_NOTE";

export interface GetRubricRequest {
  rubricId?: string;
  revisionNumber?: number;
}

export interface GetRubricResponse {
  rubric?: Rubric;
  revision?: string;
  origin?: RubricOrigin;
  etag?: string;
  revisionNumber?: number;
  toml?: string;
}

export interface CreateRubricRequest {
  rubric?: Rubric;
}

export interface CreateRubricResponse {
  revision?: RubricRevision;
}

export interface UpdateRubricRequest {
  rubric?: Rubric;
  etag?: string;
}

export interface UpdateRubricResponse {
  revision?: RubricRevision;
}

export interface DeleteRubricRequest {
  rubricId?: string;
  etag?: string;
}

export type DeleteRubricResponse = Record<string, never>;

export interface ListRubricRevisionsRequest {
  rubricId?: string;
  pageSize?: number;
  pageToken?: string;
}

export interface ListRubricRevisionsResponse {
  revisions?: RubricRevision[];
  nextPageToken?: string;
}

export interface RubricRevision {
  rubricId?: string;
  number?: number;
  revision?: string;
  etag?: string;
  createTimeUnixSeconds?: string;
}

export interface ListRubricsRequest {
  pageSize?: number;
  pageToken?: string;
}

export interface ListRubricsResponse {
  rubrics?: RubricSummary[];
  nextPageToken?: string;
}

export interface RubricSummary {
  rubricId?: string;
  title?: string;
  kind?: RubricKind;
  maxScore?: number;
  keypointCount?: number;
  revision?: string;
  origin?: RubricOrigin;
}

export interface DraftRubricRequest {
  question?: string;
  references?: string[];
  key?: string;
  maxScore?: number;
  rubricId?: string;
  title?: string;
  material?: string;
  reading?: ReadingDepth;
}

export interface DraftRubricResponse {
  rubric?: Rubric;
  toml?: string;
  notes?: DraftNote[];
  findings?: Finding[];
}

export interface DraftNote {
  path?: string;
  text?: string;
}

export interface CheckRubricRequest {
  rubric?: Rubric;
  toml?: string;
}

export interface CheckRubricResponse {
  findings?: Finding[];
  rubric?: Rubric;
}

export interface Finding {
  code?: string;
  severity?: FindingSeverity;
  path?: string;
  what?: string;
  advice?: string;
  line?: number;
}

/** What each method takes and gives; its path is `/v1/` and its name here. */
export interface Methods {
  "grade": { request: GradeRequest; response: GradeResponse };
  "grade-stream": { request: GradeStreamRequest; response: GradeStreamResponse };
  "inspect-text": { request: InspectTextRequest; response: InspectTextResponse };
  "create-job": { request: CreateJobRequest; response: CreateJobResponse };
  "create-job-stream": { request: CreateJobStreamRequest; response: CreateJobStreamResponse };
  "get-job": { request: GetJobRequest; response: GetJobResponse };
  "watch-job": { request: WatchJobRequest; response: WatchJobResponse };
  "list-jobs": { request: ListJobsRequest; response: ListJobsResponse };
  "list-job-results": { request: ListJobResultsRequest; response: ListJobResultsResponse };
  "list-job-problems": { request: ListJobProblemsRequest; response: ListJobProblemsResponse };
  "cancel-job": { request: CancelJobRequest; response: CancelJobResponse };
  "delete-job": { request: DeleteJobRequest; response: DeleteJobResponse };
  "get-class-report": { request: GetClassReportRequest; response: GetClassReportResponse };
  "get-marked-workbook": { request: GetMarkedWorkbookRequest; response: GetMarkedWorkbookResponse };
  "get-sheet": { request: GetSheetRequest; response: GetSheetResponse };
  "get-rubric": { request: GetRubricRequest; response: GetRubricResponse };
  "create-rubric": { request: CreateRubricRequest; response: CreateRubricResponse };
  "update-rubric": { request: UpdateRubricRequest; response: UpdateRubricResponse };
  "delete-rubric": { request: DeleteRubricRequest; response: DeleteRubricResponse };
  "list-rubric-revisions": { request: ListRubricRevisionsRequest; response: ListRubricRevisionsResponse };
  "list-rubrics": { request: ListRubricsRequest; response: ListRubricsResponse };
  "draft-rubric": { request: DraftRubricRequest; response: DraftRubricResponse };
  "check-rubric": { request: CheckRubricRequest; response: CheckRubricResponse };
}
