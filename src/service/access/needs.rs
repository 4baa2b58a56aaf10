//! What a call needs of a key, method by method. What is not listed here is for admins alone, so that nothing is open by
//! oversight.

use crate::api_key::Scope;

/// What a call needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// Not even a key.
    Nothing,
    /// Any key that is valid.
    AnyKey,
    /// A key with one of these scopes.
    OneOf(&'static [Scope]),
}

/// What a call of a path of gRPC needs, for instance of `/yuejuan.v1.GradingService/Grade`.
pub(super) fn need(path: &str) -> Need {
    let (service, method) = path.strip_prefix('/').unwrap_or_default().split_once('/').unwrap_or_default();
    let scopes: &'static [Scope] = match (service, method) {
        ("grpc.health.v1.Health", _) => return Need::Nothing,
        ("grpc.reflection.v1.ServerReflection" | "grpc.reflection.v1alpha.ServerReflection", _) => return Need::AnyKey,
        ("yuejuan.v1.GradingService", "Grade" | "GradeStream")
        | ("yuejuan.v1.JobService", "CreateJob" | "CreateJobStream" | "CancelJob" | "DeleteJob") => &[Scope::Grade],
        ("yuejuan.v1.JobService", "GetJob" | "WatchJob" | "ListJobs" | "ListJobResults" | "ListJobProblems")
        | ("yuejuan.v1.ReportService", "GetClassReport" | "GetMarkedWorkbook" | "GetSheet") => {
            &[Scope::Grade, Scope::Review]
        }
        // A list has titles alone; what is in a rubric may be kept from candidates.
        ("yuejuan.v1.InspectionService", "InspectText") | ("yuejuan.v1.RubricService", "ListRubrics") => {
            &[Scope::Grade, Scope::Rubrics, Scope::Review]
        }
        ("yuejuan.v1.RubricService", "GetRubric") => &[Scope::Rubrics, Scope::Review],
        (
            "yuejuan.v1.RubricService",
            "DraftRubric" | "CheckRubric" | "CreateRubric" | "UpdateRubric" | "DeleteRubric" | "ListRubricRevisions",
        ) => &[Scope::Rubrics],
        _ => &[],
    };
    Need::OneOf(scopes)
}

#[cfg(test)]
mod tests {
    use super::{Need, need};
    use crate::wire::methods;

    #[test]
    fn every_method_has_its_scopes() {
        for method in methods() {
            let needed = need(method.grpc_path);
            assert!(matches!(needed, Need::OneOf([_, ..])), "{}: {needed:?}", method.grpc_path);
        }
        for unknown in ["", "/", "/yuejuan.v1.GradingService", "/yuejuan.v1.GradingService/Other", "/v1/grade"] {
            assert_eq!(need(unknown), Need::OneOf(&[]), "{unknown}");
        }
    }
}
